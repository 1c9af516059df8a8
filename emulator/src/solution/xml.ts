import { DOMParser, XMLSerializer, type Element, type Node } from '@xmldom/xmldom';
import type { Label } from '../model/label.js';
import { importCodes, importError } from './import-error.js';

/** Parses one part of a solution. @throws DataverseError `0x8004801a` naming the part when it is not well-formed. */
export function parseXml(text: string, part: string): Element {
  const problems: string[] = [];
  const parser = new DOMParser({ onError: (_level, message) => void problems.push(message) });
  let root: Element | null = null;
  try {
    root = parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml').documentElement;
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  if (root === null || problems.length > 0) {
    throw importError(
      `The import file is invalid. ${part} is invalid XML: ${problems[0] ?? 'no root'}`,
      importCodes.wrongXml,
    );
  }
  return root;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Child elements, of one name when it is given. */
export function children(parent: Element | undefined, name?: string): Element[] {
  const found: Element[] = [];
  for (let node = parent?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (isElement(node) && (name === undefined || node.tagName === name)) found.push(node);
  }
  return found;
}

/** The child at a path of names, or undefined. */
export function child(parent: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>((at, name) => children(at, name)[0], parent);
}

/** All elements of a name below one, in document order. */
export function descendants(parent: Element, name: string): Element[] {
  return children(parent).flatMap((at) => [...(at.tagName === name ? [at] : []), ...descendants(at, name)]);
}

/** Text of the child at a path; '' when there is none. */
export function textAt(parent: Element | undefined, ...path: string[]): string {
  return child(parent, ...path)?.textContent?.trim() ?? '';
}

/** A whole number of a child, or undefined when it is absent or empty. */
export function numberAt(parent: Element | undefined, ...path: string[]): number | undefined {
  const text = textAt(parent, ...path);
  return text === '' ? undefined : Number(text);
}

/** `1` or `true` in a child; anything else is the default when absent, false otherwise. */
export function flagAt(parent: Element | undefined, name: string, absent = false): boolean {
  const text = textAt(parent, name).toLowerCase();
  return text === '' ? absent : text === '1' || text === 'true';
}

export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? '';
}

/** Labels by language below a list element: `<Titles><Title description languagecode>`; site maps write `Title` and `LCID`. */
export function labelsAt(parent: Element | undefined, ...path: string[]): Label {
  const found: Record<number, string> = {};
  for (const item of children(child(parent, ...path))) {
    const language = Number(attribute(item, 'languagecode') || attribute(item, 'LCID'));
    found[language] = attribute(item, 'description') || attribute(item, 'Title');
  }
  return found;
}

/** The inner XML of a child, as a row keeps fetchxml or layoutxml. */
export function innerXml(parent: Element | undefined): string {
  return children(parent).map(outerXml).join('');
}

export function outerXml(element: Element): string {
  return new XMLSerializer().serializeToString(element);
}
