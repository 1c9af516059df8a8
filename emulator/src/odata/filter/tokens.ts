import { malformed } from '../../model/dataverse-error.js';

interface Token {
  readonly kind: 'name' | 'string' | 'guid' | 'date' | 'number' | 'enum' | 'alias' | 'symbol';
  readonly text: string;
  /** Position in the option's text, for messages. */
  readonly at: number;
}

const shapes: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['guid', /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/y],
  ['date', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[mMdDfFlL]?(?![\w-])/y],
  ['string', /'(?:[^']|'')*'/y],
  ['string', /"(?:[^"\\]|\\.)*"/y],
  ['enum', /[A-Za-z_][\w.]*'(?:[^']|'')*'/y],
  ['alias', /@[A-Za-z_]\w*/y],
  ['name', /\$?[A-Za-z_][\w.]*/y],
  ['symbol', /[(),/:=[\]*;]/y],
];

/** Cuts an expression into tokens. @throws DataverseError 400 `0x80060888` naming the position. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = matchAt(text, at);
    if (found === null) throw /['"]/.test(text.charAt(at)) ? unterminated(text) : syntaxError(text, at);
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text, at });
    at += found.text.length;
  }
  return tokens;
}

function matchAt(text: string, at: number): { kind: Token['kind'] | 'space'; text: string } | null {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const match = shape.exec(text);
    if (match !== null) return { kind, text: match[0] };
  }
  return null;
}

function syntaxError(text: string, at: number): Error {
  return malformed(`Syntax error at position ${at} in '${text.slice(0, 200)}'.`);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows#manage-single-quotes */
function unterminated(text: string): Error {
  return malformed(`There is an unterminated literal at position ${text.length} in '${text.slice(0, 200)}'.`);
}

/** Reads tokens one after the other. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  get atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#next + ahead];
  }

  take(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw this.error();
    this.#next++;
    return token;
  }

  /** Takes the next token when it is this text. */
  takeIf(text: string): boolean {
    if (this.peek()?.text !== text || this.peek()?.kind === 'string') return false;
    this.#next++;
    return true;
  }

  expect(text: string): void {
    if (!this.takeIf(text)) throw this.error();
  }

  error(): Error {
    return syntaxError(this.#text, this.peek()?.at ?? this.#text.length);
  }
}
