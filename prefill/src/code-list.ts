import { folded } from '@pmds/contracts/web-form/yes-no';

/** What the page writes for a text of the CRM; `null` where its list does not say. */
export type CodeList = (text: string) => string | null;

/**
 * The code list of a control: `data-pmds-map` on it or around it holds JSON, or the id of a
 * `<script type="application/json">`. `{"Germany": "DE"}` and `{"DE": ["Germany", "Deutschland"]}` mean the same.
 */
export function codeListOf(control: Element): CodeList {
  const text = control.closest('[data-pmds-map]')?.getAttribute('data-pmds-map')?.trim() ?? '';
  if (text === '') return () => null;
  const pairs = pairsOf(text);
  return (wanted) =>
    (pairs.find(([from]) => from === wanted) ?? pairs.find(([from]) => folded(from) === folded(wanted)))?.[1] ?? null;
}

function pairsOf(text: string): readonly (readonly [from: string, to: string])[] {
  const json = text.startsWith('{') ? text : (document.getElementById(text.replace(/^#/, ''))?.textContent ?? '');
  try {
    const list = JSON.parse(json) as Readonly<Record<string, unknown>>;
    return Object.keys(list).flatMap((key) => {
      const to = list[key];
      return Array.isArray(to) ? to.map((from) => [String(from), key] as const) : [[key, String(to)] as const];
    });
  } catch {
    console.warn(`pmds prefill: data-pmds-map is no JSON object: ${text.slice(0, 60)}`);
    return [];
  }
}
