/** A value in a definition's JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** One definition: its own properties, those only its derived type has, and what can be expanded. */
export interface MetadataNode {
  /** Name without namespace: `EntityMetadata`, `StringAttributeMetadata`. */
  readonly type: string;
  /** Properties of the type under which collections declare it. */
  readonly base: Readonly<Record<string, Json>>;
  /** Properties that need a cast to be selected. */
  readonly derived: Readonly<Record<string, Json>>;
  readonly navigations: Readonly<Record<string, () => readonly MetadataNode[] | MetadataNode | null>>;
  /** Properties by which `(Name='…')` finds it, besides MetadataId. */
  readonly keys: readonly string[];
  /** True when collections are declared with a base type, so that JSON names the type. */
  readonly isDerived: boolean;
}

/** A simple value as text; empty for null, JSON for anything with parts. */
export function plainText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
