import { malformed, NotImplemented, type DataverseError } from '../../model/dataverse-error.js';
import type { Comparison, Expression, Literal, Operand, Path, TextFunction } from './expression.js';
import { TokenReader } from './tokens.js';

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const textFunctions = new Set(['contains', 'startswith', 'endswith']);
/** https://docs.oasis-open.org/odata/odata/v4.0/os/part2-url-conventions/odata-v4.0-os-part2-url-conventions.html#_Toc372793794 */
const functionsOfOdata: ReadonlySet<string> = new Set(
  `length indexof substring tolower toupper trim concat year month day hour minute second fractionalseconds date time
 totaloffsetminutes now maxdatetime mindatetime totalseconds round floor ceiling isof cast geo.distance geo.length geo.intersects`.split(
    /\s+/,
  ),
);
const namespace = 'Microsoft.Dynamics.CRM.';
const deepest = 100;

/**
 * Parses `$filter`: `or` binds weaker than `and`, `and` weaker than `not`, comparisons strongest.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
 * @param aliases values of parameter aliases used in the text
 * @throws DataverseError 400 with the position; 501 for functions of OData that Dataverse or the local one lacks.
 */
export function parseFilter(text: string, aliases: ReadonlyMap<string, string>): Expression {
  const parser = new FilterParser(text, aliases);
  return parser.parse();
}

class FilterParser {
  readonly #tokens: TokenReader;
  readonly #aliases: ReadonlyMap<string, string>;
  #depth = 0;

  constructor(text: string, aliases: ReadonlyMap<string, string>) {
    this.#tokens = new TokenReader(text);
    this.#aliases = aliases;
  }

  parse(): Expression {
    const expression = this.#or();
    if (!this.#tokens.atEnd) throw this.#tokens.error();
    return expression;
  }

  #or(): Expression {
    if (++this.#depth > deepest)
      throw malformed('The recursion limit has been exceeded: the filter is nested too deeply.');
    const parts = [this.#and()];
    while (this.#tokens.takeIf('or')) parts.push(this.#and());
    this.#depth--;
    return oneOrAll('or', parts);
  }

  #and(): Expression {
    const parts = [this.#not()];
    while (this.#tokens.takeIf('and')) parts.push(this.#not());
    return oneOrAll('and', parts);
  }

  #not(): Expression {
    if (this.#tokens.peek()?.text !== 'not' || this.#tokens.peek()?.kind !== 'name') return this.#primary();
    this.#tokens.take();
    if (++this.#depth > deepest)
      throw malformed('The recursion limit has been exceeded: the filter is nested too deeply.');
    const inner = this.#not();
    this.#depth--;
    // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-functions#limitations-of-query-functions
    if (inner.kind === 'call')
      throw malformed('Not operator along with the Custom Named Condition operators is not allowed');
    return { kind: 'not', inner };
  }

  #primary(): Expression {
    if (this.#tokens.takeIf('(')) {
      const inner = this.#or();
      this.#tokens.expect(')');
      return inner;
    }
    const token = this.#tokens.peek();
    if (token?.kind === 'name' && this.#tokens.peek(1)?.text === '(') return this.#function(token.text);
    const left = this.#operand();
    if (left.kind === 'path') {
      const last = left.segments[left.segments.length - 1];
      if ((last === 'any' || last === 'all') && this.#tokens.peek()?.text === '(') {
        return this.#lambda(left.segments.slice(0, -1), last);
      }
    }
    return this.#comparison(left);
  }

  #comparison(left: Operand): Expression {
    const operator = this.#tokens.take().text;
    if (!comparisons.has(operator)) {
      throw operator === 'has' || operator === 'in'
        ? new NotImplemented(`the filter operator '${operator}'`)
        : malformed(`The operator '${operator.slice(0, 50)}' is not known, or a comparison is missing.`);
    }
    return { kind: 'compare', operator: operator as Comparison, left, right: this.#operand() };
  }

  #function(name: string): Expression {
    if (textFunctions.has(name)) {
      this.#tokens.take();
      this.#tokens.expect('(');
      const of = this.#operand();
      this.#tokens.expect(',');
      const argument = this.#operand();
      this.#tokens.expect(')');
      this.#equalsTrue();
      return { kind: 'text', function: name as TextFunction, of, argument };
    }
    if (name.startsWith(namespace)) return this.#call();
    if (name === 'any' || name === 'all') throw this.#tokens.error();
    // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows: no other function of OData is there.
    if (functionsOfOdata.has(name)) throw new NotImplemented(`the function '${name}' in $filter`);
    throw unknownFunction(name);
  }

  /** `contains(a,'b') eq true` is what some clients write. */
  #equalsTrue(): void {
    if (this.#tokens.peek()?.text === 'eq' && this.#tokens.peek(1)?.text === 'true') {
      this.#tokens.take();
      this.#tokens.take();
    }
  }

  #call(): Expression {
    const name = this.#tokens.take().text.slice(namespace.length);
    this.#tokens.expect('(');
    const found = new Map<string, readonly Literal[]>();
    while (this.#tokens.peek()?.text !== ')') {
      const parameter = this.#tokens.take().text;
      this.#tokens.expect('=');
      found.set(parameter, this.#argument());
      if (!this.#tokens.takeIf(',')) break;
    }
    this.#tokens.expect(')');
    return { kind: 'call', name, arguments: found };
  }

  #argument(): readonly Literal[] {
    const token = this.#tokens.peek();
    if (token?.kind === 'alias') {
      const text = this.#alias(this.#tokens.take().text);
      return text.trim().startsWith('[') ? listOf(text) : [this.#literalOf(text)];
    }
    return token?.text === '[' ? this.list() : [this.#literal()];
  }

  /** The values between brackets. */
  list(): readonly Literal[] {
    this.#tokens.expect('[');
    const literals: Literal[] = [];
    while (this.#tokens.peek()?.text !== ']') {
      literals.push(this.#literal());
      if (!this.#tokens.takeIf(',')) break;
    }
    this.#tokens.expect(']');
    return literals;
  }

  #lambda(path: readonly string[], quantifier: 'any' | 'all'): Expression {
    this.#tokens.expect('(');
    if (this.#tokens.takeIf(')')) {
      if (quantifier === 'all') throw this.#tokens.error();
      return { kind: 'lambda', path, quantifier, variable: null, inner: null };
    }
    const variable = this.#tokens.take();
    if (variable.kind !== 'name') throw this.#tokens.error();
    this.#tokens.expect(':');
    const inner = this.#or();
    this.#tokens.expect(')');
    return { kind: 'lambda', path, quantifier, variable: variable.text, inner };
  }

  #operand(): Operand {
    const token = this.#tokens.peek();
    if (token === undefined) throw this.#tokens.error();
    if (token.kind === 'alias') return this.#aliased(this.#tokens.take().text);
    if (token.kind !== 'name' || ['true', 'false', 'null'].includes(token.text)) return this.#literal();
    return this.#path();
  }

  #path(): Path {
    const segments = [this.#name()];
    while (this.#tokens.takeIf('/')) segments.push(this.#name());
    return { kind: 'path', segments };
  }

  #name(): string {
    const token = this.#tokens.take();
    if (token.kind !== 'name') throw this.#tokens.error();
    return token.text;
  }

  #literal(): Literal {
    const token = this.#tokens.take();
    const literal = literalOf(token.kind, token.text);
    if (literal === null) throw this.#tokens.error();
    return literal;
  }

  /** An alias stands for a property as well as for a value; one without a value is null. */
  #aliased(name: string): Operand {
    const text = this.#aliases.get(name);
    if (text === undefined) return { kind: 'literal', type: 'null', text: 'null' };
    const inner = new FilterParser(text, new Map());
    const operand = inner.#operand();
    if (!inner.#tokens.atEnd) throw inner.#tokens.error();
    return operand;
  }

  #literalOf(text: string): Literal {
    const inner = new FilterParser(text, this.#aliases);
    const literal = inner.#literal();
    if (!inner.#tokens.atEnd) throw inner.#tokens.error();
    return literal;
  }

  #alias(name: string): string {
    const value = this.#aliases.get(name);
    if (value === undefined) throw malformed(`The parameter alias '${name}' has no value in the query string.`);
    return value;
  }
}

/** A name that nobody defines, in the words of the OData library that the platform uses. */
export function unknownFunction(name: string): DataverseError {
  return malformed(
    `An unknown function with name '${name.slice(0, 100)}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
  );
}

/** The list that an alias stands for is JSON, which the platform reads with single quotes, too. */
function listOf(text: string): readonly Literal[] {
  try {
    return new FilterParser(text, new Map()).list();
  } catch {
    throw malformed(
      "Invalid JSON. A comma character ',' was expected in scope 'Array'. Every two elements in an array and properties of an object must be separated by commas.",
    );
  }
}

function oneOrAll(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, parts };
}

/** A token as a literal; null when it is none. */
export function literalOf(kind: string, text: string): Literal | null {
  switch (kind) {
    case 'string': {
      const unquoted = text.startsWith('"') ? unquote(text) : text.slice(1, -1).replace(/''/g, "'");
      return unquoted === null ? null : { kind: 'literal', type: 'string', text: unquoted };
    }
    case 'guid':
      return { kind: 'literal', type: 'guid', text: text.toLowerCase() };
    case 'date':
      return { kind: 'literal', type: 'date', text };
    case 'number':
      return { kind: 'literal', type: 'number', text: text.replace(/[mMdDfFlL]$/, '') };
    case 'enum':
      return { kind: 'literal', type: 'enum', text: text.slice(text.indexOf("'") + 1, -1) };
    case 'name':
      if (text === 'true' || text === 'false') return { kind: 'literal', type: 'boolean', text };
      return text === 'null' ? { kind: 'literal', type: 'null', text } : null;
    default:
      return null;
  }
}

/** The text of a JSON string, as `PropertyValues=["a"]` carries it; null when its escapes are wrong. */
function unquote(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}
