import type { Maybe } from '../../shared/maybe';
import type { Texts } from '../../shared/texts';
import type { FormRecord } from '../../shared/form-record';
import type { IInputs } from './generated/ManifestTypes';

type Host = ComponentFramework.Context<IInputs>;
type Stored = { readonly text: string | null } | null;

/** Whether the host can ask a question and read a row; some that show a control on trial can do neither. */
export function canRead({ navigation, webAPI }: Maybe<Host>): boolean {
  const [ask, read]: [Maybe<ComponentFramework.Navigation>, Maybe<ComponentFramework.WebApi>] = [
    navigation ?? {},
    webAPI ?? {},
  ];
  return ask.openConfirmDialog !== undefined && read.retrieveRecord !== undefined;
}

/** Whether the host has a lookup dialog and can read the row that was picked. */
export function canPick({ utils, webAPI }: Maybe<Host>): boolean {
  const [pick, read]: [Maybe<ComponentFramework.Utility>, Maybe<ComponentFramework.WebApi>] = [
    utils ?? {},
    webAPI ?? {},
  ];
  return pick.lookupObjects !== undefined && read.retrieveRecord !== undefined;
}

const columnOf = (host: Host) => host.parameters.selection.attributes?.LogicalName ?? 'pmds_fields';

async function textOf(host: Host, { table, id }: FormRecord): Promise<Stored> {
  const column = columnOf(host);
  const row: unknown = await host.webAPI.retrieveRecord(table, id, `?$select=${column}`);
  const text = (row as Readonly<Record<string, unknown>>)[column];
  return { text: typeof text === 'string' ? text : null };
}

/** Asks whether unsaved changes may go, then reads what Dataverse holds. The form itself no longer knows it. */
export async function readSaved(host: Host, record: FormRecord, texts: Texts): Promise<Stored> {
  const answer = await host.navigation.openConfirmDialog({
    title: texts('Reset'),
    text: texts('Reset_Question'),
    confirmButtonLabel: texts('Reset'),
    cancelButtonLabel: texts('Cancel'),
  });
  return answer.confirmed ? textOf(host, record) : null;
}

/** Lets the user pick another row of the form's table and reads its selection. The row of the form itself is not offered. */
export async function readOther(host: Host, { table, id }: FormRecord): Promise<Stored> {
  // Cancelling rejects, or gives null or an empty list, depending on the host.
  // The framework's types lack `filters`, which it hands on.
  // https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-utility/lookupobjects
  const others = `<filter type="and"><condition attribute="${table}id" operator="ne" value="${id}"/></filter>`;
  const options = {
    entityTypes: [table],
    defaultEntityType: table,
    allowMultiSelect: false,
    filters: [{ filterXml: others, entityLogicalName: table }],
  };
  const picked = await host.utils.lookupObjects(options).then(
    (found: ComponentFramework.LookupValue[] | null) => found?.[0],
    () => undefined,
  );
  return picked === undefined ? null : textOf(host, { table, id: picked.id.replace(/[{}]/g, '') });
}
