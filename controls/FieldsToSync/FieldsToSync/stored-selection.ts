import type { Texts } from '../../shared/texts';
import type { FormRecord } from '../../shared/form-record';
import type { IInputs } from './generated/ManifestTypes';

type Host = ComponentFramework.Context<IInputs>;
type Stored = { readonly text: string | null } | null;

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

/** Lets the user pick another row of the form's table and reads its selection. */
export async function readOther(host: Host, { table }: FormRecord): Promise<Stored> {
  // Cancelling rejects, or gives null or an empty list, depending on the host.
  const picked = await host.utils
    .lookupObjects({ entityTypes: [table], defaultEntityType: table, allowMultiSelect: false })
    .then(
      (found: ComponentFramework.LookupValue[] | null) => found?.[0],
      () => undefined,
    );
  return picked === undefined ? null : textOf(host, { table, id: picked.id.replace(/[{}]/g, '') });
}
