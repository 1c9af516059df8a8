/** How a column's value looks in a page, and so what its value may be. */
export type ColumnKind =
  'text' | 'integer' | 'number' | 'boolean' | 'datetime' | 'choice' | 'choices' | 'lookup' | 'guid';

/** One selected column, checked against the metadata at the start of the run. */
export interface ColumnPlan {
  readonly logicalName: string;
  readonly kind: ColumnKind;
  /** Property of the row in a page: the logical name, or `_name_value` for lookups. */
  readonly property: string;
  /** Labels of a choice by its value, in the language of the application user, else in another of the environment. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The same in each language of the environment that has labels of its own, by LCID. */
  readonly translations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Labels of yes and no in every language of the environment. */
  readonly yesNo?: { readonly yes: readonly string[]; readonly no: readonly string[] };
  /** Places behind the separator that a number shows. */
  readonly precision?: number;
  /** Tables whose rows a lookup may name; their labels change without the member's row. */
  readonly targets?: readonly string[];
  /** Of dates; absent in plans of before it was asked for. */
  readonly date?: DatePlan;
}

/**
 * What the text of a date means.
 * https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute
 */
export interface DatePlan {
  /** A moment that everybody sees in their own zone, a day, or a wall time that is the same for all. */
  readonly behaviour: 'user-local' | 'date-only' | 'time-zone-independent';
  readonly format: 'day' | 'day-and-time';
  /** IANA name of the zone in which moments are shown; absent where it is not known. */
  readonly zone?: string;
}

/** Attribute types as metadata names them (`AttributeTypeName.Value`), with the kind each is read as. */
const kinds: Readonly<Record<string, ColumnKind>> = {
  StringType: 'text',
  MemoType: 'text',
  EntityNameType: 'text',
  IntegerType: 'integer',
  BigIntType: 'integer',
  DecimalType: 'number',
  DoubleType: 'number',
  MoneyType: 'number',
  BooleanType: 'boolean',
  DateTimeType: 'datetime',
  PicklistType: 'choice',
  StateType: 'choice',
  StatusType: 'choice',
  MultiSelectPicklistType: 'choices',
  LookupType: 'lookup',
  CustomerType: 'lookup',
  OwnerType: 'lookup',
  UniqueidentifierType: 'guid',
};

/** `null` for types that hold no value of their own (virtual, file, image, managed property). */
export function columnKindOf(attributeTypeName: string): ColumnKind | null {
  return Object.hasOwn(kinds, attributeTypeName) ? (kinds[attributeTypeName] ?? null) : null;
}

export function propertyOf(logicalName: string, kind: ColumnKind): string {
  return kind === 'lookup' ? `_${logicalName}_value` : logicalName;
}

/** Kinds whose cells are the digits as text. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'integer' || kind === 'number';
}
