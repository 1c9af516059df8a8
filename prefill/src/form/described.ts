import type { PrefillResponse } from '@pmds/contracts/prefill';
import { columnLookup } from '@pmds/contracts/web-form/column-lookup';

const own = (record: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.prototype.hasOwnProperty.call(record, name) ? record[name] : undefined;

/**
 * The column that an input's name stands for. A form with a record is filled as that says: a name that is neither one of its
 * inputs nor a column is left alone, whatever it may usually mean.
 */
export function columnsOf(response: PrefillResponse): (name: string) => string | undefined {
  const { form, values } = response;
  const columns = Object.keys(values);
  if (!form) return columnLookup(columns);
  const known = columns.concat(Object.keys(form.masked));
  return (name) => own(form.inputs, name) || known.find((column) => column === name);
}

/** What may be shown of a value that stays in the service, such as `j•••@example.com`. */
export const maskedText = (response: PrefillResponse, column: string): string | undefined =>
  response.form && own(response.form.masked, column);
