/** @throws Error naming what was read when the text is no XML: a mistake in the solution must show. */
export function parseXml(text: string, what: string): Element {
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const problem = document.querySelector('parsererror');
  if (problem !== null) throw new Error(`${what} is no XML: ${problem.textContent}`);
  return document.documentElement;
}

export function children(parent: Element | null, name?: string): Element[] {
  return [...(parent?.children ?? [])].filter((element) => name === undefined || element.tagName === name);
}

export function child(parent: Element | null, ...path: string[]): Element | null {
  return path.reduce<Element | null>((at, name) => children(at, name)[0] ?? null, parent);
}

export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? '';
}

/** The label in the user's language, else the English one, else the first. `Title`/`LCID` is how site maps write it. */
export function labelIn(parent: Element | null, languageId: number): string {
  const items = children(parent);
  const language = (item: Element): string => attribute(item, 'languagecode') || attribute(item, 'LCID');
  const found =
    items.find((item) => language(item) === String(languageId)) ??
    items.find((item) => language(item) === '1033') ??
    items[0];
  return found === undefined ? '' : attribute(found, 'description') || attribute(found, 'Title');
}

/** Lower case without braces, the form in which rows carry ids. */
export function guid(text: string): string {
  return text.replace(/[{}]/g, '').toLowerCase();
}
