import { isPublicColumn, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import type { PrefillForm, PrefillResponse } from '@pmds/contracts/prefill';
import { exposures, type Exposure } from '@pmds/contracts/web-form/definition';
import { maskedText } from '../../domain/web-form/masked-text.js';
import type { WebForm } from '../../domain/web-form/web-form.js';

type Profile = Pick<PrefillResponse, 'table' | 'values' | 'labels' | 'columns'>;

/** Of a form that nobody described: without the columns that no link may show. They do not leave the service. */
export function publicValues({ table, values, labels, columns }: Profile, allowed: PublicColumns): PrefillResponse {
  const isShown = (name: string): boolean => isPublicColumn(name, allowed);
  return { table, values: only(values, isShown), labels: only(labels, isShown), columns: only(columns, isShown) };
}

/**
 * Of a described form: the values of its fields, each as far as it may be seen. What is masked, held back until a code was
 * typed, or never shown, is not part of the answer in any other way. An allow-list of the operator bounds every form.
 * @param isVerified The person has typed the code: what is held back until then is shown.
 */
export function formValues(
  { table, values, labels, columns }: Profile,
  form: WebForm,
  { allowed, isVerified }: { readonly allowed: PublicColumns; readonly isVerified: boolean },
): PrefillResponse {
  const exposed = new Map(
    [...exposureByColumn(form, table)].filter(([name]) => allowed === null || isPublicColumn(name, allowed)),
  );
  const isShown = (name: string): boolean => {
    const exposure = exposed.get(name);
    return exposure === 'clear' || (exposure === 'verified' && isVerified);
  };
  const masked: [string, string][] = [];
  const verified: string[] = [];
  for (const [name, exposure] of exposed) {
    if (exposure === 'verified' && !isVerified) verified.push(name);
    const mask = exposure === 'masked' ? maskedText(values[name] ?? null, columns[name]) : null;
    if (mask !== null) masked.push([name, mask]);
  }
  const inputs = (form.fields ?? []).flatMap((field) => {
    const column = field[table];
    return column !== null && field.exposure !== 'never' && exposed.has(column) ? [[field.input, column] as const] : [];
  });
  const told: PrefillForm = {
    inputs: Object.fromEntries(inputs),
    masked: Object.fromEntries(masked),
    verified,
    language: form.language,
  };
  return {
    table,
    values: only(values, isShown),
    labels: only(labels, isShown),
    columns: only(columns, isShown),
    form: told,
  };
}

/** From the most open to the most careful. */
const careful = (exposure: Exposure): number => exposures.indexOf(exposure);

/** A column that two fields name is shown as the more careful of them says. */
function exposureByColumn({ fields }: WebForm, table: PrefillResponse['table']): ReadonlyMap<string, Exposure> {
  const found = new Map<string, Exposure>();
  for (const field of fields ?? []) {
    const column = field[table];
    if (column === null) continue;
    const known = found.get(column);
    if (known === undefined || careful(field.exposure) > careful(known)) found.set(column, field.exposure);
  }
  for (const [column, exposure] of found) if (exposure === 'never') found.delete(column);
  return found;
}

function only<Value>(
  record: Readonly<Record<string, Value>>,
  isShown: (name: string) => boolean,
): Readonly<Record<string, Value>> {
  const shown: Record<string, Value> = Object.create(null) as Record<string, Value>;
  for (const name of Object.keys(record)) if (isShown(name)) shown[name] = record[name] as Value;
  return shown;
}
