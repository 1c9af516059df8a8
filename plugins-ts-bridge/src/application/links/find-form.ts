import { parseRowId } from '@pmds/contracts/ids';
import type { WebForm } from '../../domain/web-form/web-form.js';
import type { WebForms } from '../../ports/store/web-forms.js';

/**
 * The described web form that somebody means: by key, id, one of its addresses, or its name where only one has it.
 * @returns `null` for none, `ambiguous` for a name that several have.
 */
export async function findForm(forms: WebForms, text: string): Promise<WebForm | null | 'ambiguous'> {
  const wanted = text.trim();
  const byKey = await forms.byKey(wanted);
  if (byKey !== null) return byKey;
  const id = parseRowId(wanted);
  if (id.ok) return forms.byId(id.value);
  const all = await forms.all();
  const address = URL.canParse(wanted) ? new URL(wanted).href : null;
  const found = all.filter(
    ({ name, addresses }) =>
      (address !== null && addresses.some((one) => new URL(one).href === address)) ||
      name.toLowerCase() === wanted.toLowerCase(),
  );
  return found.length > 1 ? 'ambiguous' : (found[0] ?? null);
}
