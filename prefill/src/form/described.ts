import type { PrefillResponse } from '@pmds/contracts/prefill';
import { columnLookup } from '@pmds/contracts/web-form/column-lookup';

/** What the answer tells of a form that has a record: its inputs, and what stands in for values that stay in the service. */
interface DescribedForm {
  readonly inputs: Readonly<Record<string, string>>;
  readonly masked: Readonly<Record<string, string>>;
}

const describedBy = (response: PrefillResponse): DescribedForm | undefined =>
  (response as { readonly form?: DescribedForm }).form;

const own = (record: Readonly<Record<string, string>> | undefined, name: string): string | undefined =>
  record && Object.prototype.hasOwnProperty.call(record, name) ? record[name] : undefined;

/**
 * The column that an input's name stands for. A form with a record is filled as that says: a name that is neither one of its
 * inputs nor a column is left alone, whatever it may usually mean.
 */
export function columnsOf(response: PrefillResponse): (name: string) => string | undefined {
  const form = describedBy(response);
  const columns = Object.keys(response.values);
  if (!form) return columnLookup(columns);
  const known = columns.concat(Object.keys(form.masked));
  return (name) => own(form.inputs, name) || known.find((column) => column === name);
}

/** What may be shown of a value that stays in the service, such as `j•••@example.com`. */
export const maskedText = (response: PrefillResponse, column: string): string | undefined =>
  own((describedBy(response) || { masked: {} }).masked, column);
