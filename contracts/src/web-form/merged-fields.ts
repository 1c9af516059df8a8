import { parseWebFormFields, serialiseWebFormFields, type WebFormField } from './definition.js';

/**
 * Two changes of one web form, brought together input by input: what either side took away is gone, what either side added is there,
 * and of a field that both changed the user's own stays. `null` where one of the texts cannot be read.
 */
export function mergedFields(base: string | null, mine: string | null, theirs: string | null): string | null {
  const [began, own, other] = [parseWebFormFields(base), parseWebFormFields(mine), parseWebFormFields(theirs)];
  if (!began.ok || !own.ok || !other.ok) return null;
  const [before, ours] = [byInput(began.value), byInput(own.value)];
  const inTheirs = byInput(other.value);
  const kept = other.value.flatMap((field) => {
    const [was, is] = [before.get(field.input), ours.get(field.input)];
    // Ours took it away, unless the other side made or changed it meanwhile.
    if (is === undefined) return was !== undefined && same(was, field) ? [] : [field];
    return [was !== undefined && same(was, is) ? field : is];
  });
  const added = own.value.filter((field) => {
    if (inTheirs.has(field.input)) return false;
    const was = before.get(field.input);
    return was === undefined || !same(was, field);
  });
  return serialiseWebFormFields([...kept, ...added]);
}

function byInput(fields: readonly WebFormField[]): ReadonlyMap<string, WebFormField> {
  return new Map(fields.map((field) => [field.input, field]));
}

function same(one: WebFormField, other: WebFormField): boolean {
  return serialiseWebFormFields([one]) === serialiseWebFormFields([other]);
}
