import { readWebForm } from '@pmds/contracts/web-form/form-fields';
import { codeOf, post, type OpenLink } from './call.js';

type Sent = string | readonly string[] | boolean;

/** The form under way or put off: it keeps its id until it is received, so that what is sent twice is one submission. */
const ids = new WeakMap<Element, string>();
const sending = new WeakSet<Element>();

/**
 * Sends a form to the service in the name of the link that opened the page. `document` hears `pmds:submit`, and the form
 * carries the state in `data-pmds-sent`; nothing else of the page is changed.
 */
export async function submit(form: Element, link: OpenLink): Promise<void> {
  if (sending.has(form)) return;
  const tell = (state: string, id: string): void => {
    form.setAttribute('data-pmds-sent', state);
    document.dispatchEvent(new CustomEvent('pmds:submit', { detail: { state, id, form } }));
  };
  const id = ids.get(form) || newId();
  ids.set(form, id);
  sending.add(form);
  tell('sending', id);
  const trap = form.querySelector<HTMLInputElement>('[data-pmds-trap]');
  const answer = await post(link, 'submissions', {
    id,
    values: valuesOf(form),
    elapsedMs: Math.round(link.elapsedMs()),
    trap: trap ? trap.value : '',
  });
  sending.delete(form);
  if (answer.status === 202) ids.delete(form);
  tell(answer.status === 202 ? 'received' : codeOf(answer), id);
}

/** By the names that the form is read by: a lone box is a yes or a no, several are the values of those that are ticked. */
function valuesOf(form: Element): Readonly<Record<string, Sent>> {
  const groups = new Map<string, HTMLInputElement[]>();
  for (const { element, names } of readWebForm(form)) {
    const control = element as unknown as HTMLInputElement;
    if (control.hasAttribute('data-pmds-trap')) continue;
    const name = names.join(' ');
    groups.set(name, [...(groups.get(name) || []), control]);
  }
  const values: [string, Sent][] = [];
  groups.forEach((controls, name) => values.push([name, valueOf(controls)]));
  return values.reduce((all, [name, value]) => ({ ...all, [name]: value }), {});
}

function valueOf(controls: readonly HTMLInputElement[]): Sent {
  const [first] = controls;
  if (!first) return '';
  const ticked = controls.filter(({ checked }) => checked).map(({ value }) => value);
  if (first.type === 'radio') return ticked[0] || '';
  if (first.type === 'checkbox') return controls.length > 1 ? ticked : first.checked;
  const { selectedOptions } = first as unknown as HTMLSelectElement;
  return first.type === 'select-multiple' ? Array.from(selectedOptions, ({ value }) => value) : first.value;
}

/** A GUID of version 4; pages without TLS have no `randomUUID`. */
function newId(): string {
  const { randomUUID } = crypto as Partial<Crypto>;
  if (randomUUID) return randomUUID.call(crypto);
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte, at) =>
    ((at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte) + 256).toString(16).slice(1),
  ).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

if (window.pmdsPrefill) window.pmdsPrefill.parts.submit = submit;
