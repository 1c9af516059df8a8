import { folded } from '@pmds/contracts/web-form/yes-no';

/** What the page writes for a text of the CRM; `null` where its list does not say. */
export type CodeList = (text: string) => string | null;

/**
 * The code list of a control: `data-pmds-map` on it or around it holds JSON, or the id of a
 * `<script type="application/json">`. `{"Germany": "DE"}` and `{"DE": ["Germany", "Deutschland"]}` mean the same.
 */
export function codeListOf(control: Element): CodeList {
  const around = control.closest('[data-pmds-map]');
  const text = around ? String(around.getAttribute('data-pmds-map')).trim() : '';
  let pairs: (readonly [from: string, to: string])[] = [];
  try {
    const script = text.startsWith('{') ? null : document.getElementById(text.replace('#', ''));
    const list = JSON.parse(script ? script.textContent : text || '{}') as Readonly<Record<string, unknown>>;
    pairs = Object.keys(list).flatMap((key) => {
      const to = list[key];
      return Array.isArray(to) ? to.map((from) => [String(from), key] as const) : [[key, String(to)] as const];
    });
  } catch {
    console.warn(`pmds prefill: data-pmds-map is no JSON object: ${text.slice(0, 60)}`);
  }
  return (wanted) => {
    const found = pairs.find(([from]) => from === wanted) || pairs.find(([from]) => folded(from) === folded(wanted));
    return found ? found[1] : null;
  };
}
