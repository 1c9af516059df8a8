/** A parsed `$filter`. Names are not resolved yet, so that rows and definitions share the grammar. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'text'; readonly function: TextFunction; readonly of: Operand; readonly argument: Operand }
  | {
      readonly kind: 'lambda';
      readonly path: readonly string[];
      readonly quantifier: 'any' | 'all';
      /** Null for `any()`. */
      readonly variable: string | null;
      readonly inner: Expression | null;
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: ReadonlyMap<string, readonly Literal[]> };

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

export interface Literal {
  readonly kind: 'literal';
  readonly type: 'null' | 'string' | 'number' | 'boolean' | 'guid' | 'date' | 'enum';
  readonly text: string;
}

export interface Path {
  readonly kind: 'path';
  readonly segments: readonly string[];
}

export type Operand = Literal | Path;
