import { DOMParser, type Element as DomElement, type Node as DomNode } from '@xmldom/xmldom';

/**
 * An element without the parts that a solution never uses: no mixed content, no comments, no namespaces.
 * `text` is the content of an element without children, exactly as written; '' where there are children.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** A file that is not well-formed XML. */
class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly file: string;

  constructor(file: string, detail: string) {
    super(`${file} is not well-formed XML: ${detail}`);
    this.file = file;
  }
}

const elementNode = 1;

function isElement(node: DomNode): node is DomElement {
  return node.nodeType === elementNode;
}

function convert(element: DomElement): XmlElement {
  const children = Array.from(element.childNodes).filter(isElement).map(convert);
  return {
    name: element.tagName,
    attributes: new Map(Array.from(element.attributes).map((attribute) => [attribute.name, attribute.value])),
    children,
    text: children.length === 0 ? (element.textContent ?? '') : '',
  };
}

/**
 * Parses one file; a leading byte order mark is allowed, as exports have it.
 * @param file name for the message.
 * @throws XmlError
 */
export function parseXml(source: string | Uint8Array, file: string): XmlElement {
  const text = (typeof source === 'string' ? source : new TextDecoder().decode(source)).replace(/^\uFEFF/, '');
  const parser = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new XmlError(file, message.split('\n')[0] ?? message);
    },
  });
  try {
    const root = parser.parseFromString(text, 'text/xml').documentElement;
    if (root === null) throw new XmlError(file, 'there is no root element');
    return convert(root);
  } catch (error) {
    if (error instanceof XmlError) throw error;
    throw new XmlError(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

/** The first child of that name. */
export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((element) => element.name === name);
}

export function childrenOf(parent: XmlElement | undefined, name: string): readonly XmlElement[] {
  return parent?.children.filter((element) => element.name === name) ?? [];
}

/** Follows child names, for example `path(entity, 'EntityInfo', 'entity', 'attributes')`. */
export function path(start: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce((element, name) => child(element, name), start);
}

/** Text of the child of that name, '' where there is none. */
export function textOf(parent: XmlElement | undefined, name: string): string {
  return child(parent, name)?.text ?? '';
}

export function attribute(element: XmlElement | undefined, name: string): string {
  return element?.attributes.get(name) ?? '';
}

/** The element itself and everything below it, in document order. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const below of element.children) yield* descendants(below);
}

export function allNamed(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element === undefined ? [] : [...descendants(element)].filter((found) => found.name === name);
}
