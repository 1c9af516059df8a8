/** Script `pmds_/js/error-trace-form.js`: an Error Trace in the language of whoever reads it. */
import { Tables } from '@pmds/contracts/generated/tables';
import { traceText } from './texts.js';

const { message, remedy, reasonCode, memberTable } = Tables.errorTrace.columns;

/** OnLoad of the main form of Error Trace. What cannot be said better stays as it is stored. */
export function onLoad(executionContext: Xrm.Events.EventContext): Promise<void> {
  return inUsersLanguage(executionContext.getFormContext()).catch(() => undefined);
}

async function inUsersLanguage(form: Xrm.FormContext): Promise<void> {
  const { languageId } = Xrm.Utility.getGlobalContext().userSettings;
  const code = textOf(form, reasonCode.logicalName);
  // The service names the field by its logical name, in quotation marks.
  const field = /^The field "([^"]+)"/.exec(textOf(form, message.logicalName))?.[1] ?? '';
  const label = field === '' ? '' : await labelOf(textOf(form, memberTable.logicalName), field);
  show(form, message.logicalName, traceText(languageId, `${code}.message`, label, field));
  show(form, remedy.logicalName, traceText(languageId, `${code}.remedy`, label, field));
}

/** The column's label in the user's language; its logical name where it has none. */
async function labelOf(table: string, column: string): Promise<string> {
  const metadata = await Xrm.Utility.getEntityMetadata(table, [column]);
  const attribute = metadata.Attributes.get(column) as { readonly DisplayName?: unknown } | null;
  const name = attribute?.DisplayName;
  return typeof name === 'string' && name !== '' ? name : column;
}

function textOf(form: Xrm.FormContext, column: string): string {
  const value: unknown = form.getAttribute(column)?.getValue();
  return typeof value === 'string' ? value : '';
}

/** Shown and never saved: what is stored is the service's. */
function show(form: Xrm.FormContext, column: string, text: string | null): void {
  const attribute = form.getAttribute(column);
  if (attribute === null || text === null) return;
  attribute.setSubmitMode('never');
  attribute.setValue(text);
}
