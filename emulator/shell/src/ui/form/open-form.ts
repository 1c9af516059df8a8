import { FormModel } from '../../form/form-model';
import type { Session, TableDefinition } from '../../server/types';
import { text } from '../../texts/texts';
import { executionContext, formContextOf, type FormContext, type PageActions } from '../../xrm/form-context';
import { callFunction, loadLibrary } from '../../xrm/scripts';
import type { FormHandler } from '../../xml/form';

/** Number of a main form in `systemform.type`. */
const mainForm = 2;

export interface OpenForm {
  readonly form: FormModel;
  readonly formContext: FormContext;
}

/**
 * Opens the main form of a table for a row, or for a new one: reads the row, loads the form's scripts, then runs OnLoad.
 * @throws Error when there is no main form; PlatformError when the row cannot be read; whatever a script throws
 */
export async function openForm(
  table: TableDefinition,
  id: string | null,
  session: Session,
  page: PageActions,
): Promise<OpenForm> {
  const definition = table.forms.find((candidate) => candidate.type === mainForm);
  if (definition === undefined) throw new Error(text('noForm', table.displayName));
  const form = new FormModel(table, definition, id, session.user);
  const formContext = formContextOf(form, page);
  await form.load(false);
  await Promise.all(form.layout.libraries.map(loadLibrary));
  for (const event of form.layout.events) {
    for (const handler of event.handlers) attach(form, formContext, event.name, event.column, handler);
  }
  return { form, formContext };
}

function attach(form: FormModel, formContext: FormContext, event: string, column: string, handler: FormHandler): void {
  const run = (context: unknown): void => {
    const args = handler.passContext ? [context] : [];
    callFunction(handler.functionName, handler.parameters === '' ? args : [...args, ...handler.parameters.split(',')]);
  };
  if (event === 'onload') run(executionContext(formContext));
  else if (event === 'onsave') formContext.data.entity.addOnSave(run);
  else if (event === 'onchange') form.attributes.get(column)?.handlers.add(run);
  else throw new Error(`The app shell does not know the form event ${event}.`);
}
