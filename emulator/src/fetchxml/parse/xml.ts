import { DOMParser } from '@xmldom/xmldom';
import { DataverseError } from '../../model/dataverse-error.js';

/** The little of XML that FetchXML uses. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** 400 `0x80040201`: the text is not well-formed XML, or not FetchXML. */
export function invalidXml(message: string): DataverseError {
  return new DataverseError(400, '0x80040201', message);
}

interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly attributes?: ArrayLike<{ readonly name: string; readonly value: string }>;
}

const deepest = 100;

/** @throws DataverseError 400 `0x80040201` */
export function parseQueryXml(text: string): XmlElement {
  // Entity definitions have no use here and a bad name elsewhere.
  if (/<!DOCTYPE/i.test(text)) throw invalidXml('Invalid XML. A document type definition is not allowed.');
  let root: DomNode | null = null;
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw new Error(message);
      },
    });
    root = parser.parseFromString(text.trim(), 'text/xml').documentElement;
  } catch {
    throw invalidXml('Invalid XML.');
  }
  if (root === null) throw invalidXml('Invalid XML.');
  return elementOf(root, 0);
}

function elementOf(node: DomNode, depth: number): XmlElement {
  if (depth > deepest) throw invalidXml('Invalid XML. The query is nested too deeply.');
  const attributes = new Map<string, string>();
  for (const { name, value } of Array.from(node.attributes ?? [])) attributes.set(name, value);
  const children: XmlElement[] = [];
  let text = '';
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === 1) children.push(elementOf(child, depth + 1));
    else if (child.nodeType === 3 || child.nodeType === 4) text += child.nodeValue ?? '';
  }
  return { name: node.nodeName, attributes, children, text };
}
