import type { XmlElement } from '../read/xml.js';

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const inAttribute: Readonly<Record<string, string>> = {
  ...inText,
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escaped(value: string, pattern: RegExp, table: Readonly<Record<string, string>>): string {
  return value.replace(pattern, (character) => table[character] ?? character);
}

function write(element: XmlElement, indent: string, out: string[]): void {
  const attributes = [...element.attributes]
    .map(([name, value]) => ` ${name}="${escaped(value, /[&<>"\n\r\t]/g, inAttribute)}"`)
    .join('');
  const open = `${indent}<${element.name}${attributes}`;
  if (element.children.length > 0) {
    out.push(`${open}>`);
    for (const below of element.children) write(below, `${indent}  `, out);
    out.push(`${indent}</${element.name}>`);
  } else if (element.text === '') out.push(`${open} />`);
  else out.push(`${open}>${escaped(element.text, /[&<>]/g, inText)}</${element.name}>`);
}

/** The document as text: two spaces a level, `\n` at line ends, the same bytes for the same tree. */
export function writeXml(root: XmlElement): string {
  const out = ['<?xml version="1.0" encoding="utf-8"?>'];
  write(root, '', out);
  return `${out.join('\n')}\n`;
}

/**
 * One text for all documents that mean the same: attributes sorted, white space at the ends of texts and the declaration
 * of the unused `xsi` namespace left out. Children keep their order, which has a meaning in forms and views.
 */
export function canonicalXml(element: XmlElement): string {
  const attributes = [...element.attributes]
    .filter(([name]) => !name.startsWith('xmlns'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
  const content = element.children.length > 0 ? element.children.map(canonicalXml).join('') : element.text.trim();
  return `<${element.name}${attributes}>${content}</${element.name}>`;
}
