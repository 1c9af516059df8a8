import type { PagePosition, Slice } from '../../../../../ports/recipient-source.js';
import type { OwnWrites } from '../../../../../ports/store/links/written-links.js';
import { escapeXml } from '../escape.js';

/** A lookup of a member, and a table whose rows it may name. */
export interface RelatedTable {
  readonly column: string;
  readonly table: string;
}

export interface PageRequest {
  readonly columns: readonly string[];
  readonly slice: Slice;
  /** Only rows modified since then. */
  readonly changedSince?: Date | null;
  /** Together with `changedSince`: rows of which one of these changed since then, too. */
  readonly related?: readonly RelatedTable[];
  /** Together with `changedSince`: without those who were changed last by the service itself, at these times. */
  readonly ownWrites?: readonly OwnWrites[];
  readonly at: PagePosition | null;
  readonly pageRows: number;
}

/** Attributes of `<fetch>` that ask for the page after `at`. */
export function pagingAttributes(request: Pick<PageRequest, 'at' | 'pageRows'>): Readonly<Record<string, string>> {
  const { at, pageRows } = request;
  return {
    count: String(pageRows),
    page: String((at?.page ?? 0) + 1),
    // Without a cookie the page goes by its number alone.
    ...(at === null || at.cookie === '' ? {} : { 'paging-cookie': at.cookie }),
  };
}

/** What slices are cut by, and how its values are written. */
interface SliceColumn {
  readonly name: 'createdon' | 'versionnumber';
  readonly write: (value: number) => string;
}
export const byCreation: SliceColumn = {
  name: 'createdon',
  // Dataverse keeps dates to the second.
  write: (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z'),
};
export const byVersion: SliceColumn = { name: 'versionnumber', write: String };

export interface SliceCondition {
  readonly attribute: string;
  readonly operator: 'ge' | 'gt' | 'lt' | 'null' | 'ne';
  readonly value?: string;
}

/**
 * A slice as alternatives of conditions, joined by *or* outside and *and* inside; `null` for everything.
 * The slice that is open at its start also takes rows without a value, or nobody would.
 */
export function sliceConditions(slice: Slice, column: SliceColumn): readonly (readonly SliceCondition[])[] | null {
  const { from, to } = slice;
  const attribute = column.name;
  const after = from === null ? [] : [{ attribute, operator: 'ge' as const, value: column.write(from) }];
  const before = to === null ? [] : [{ attribute, operator: 'lt' as const, value: column.write(to) }];
  if (after.length + before.length === 0) return null;
  return from === null ? [before, [{ attribute, operator: 'null' }]] : [[...after, ...before]];
}

export function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

/** Condition on the time of the last change, `null` for none. */
export function changeCondition(since: Date | null | undefined): SliceCondition | null {
  if (since === null || since === undefined) return null;
  return { attribute: 'modifiedon', operator: 'ge', value: byCreation.write(since.getTime()) };
}

/** Conditions of which one holds for every row that the service did not change last in that time. */
export function notOurs({ from, until, users }: OwnWrites): readonly (readonly SliceCondition[])[] {
  const second = 1000;
  const time = (at: number): string => byCreation.write(at);
  return [
    users.map((value) => ({ attribute: 'modifiedby', operator: 'ne' as const, value })),
    [{ attribute: 'modifiedby', operator: 'null' }],
    [{ attribute: 'modifiedon', operator: 'lt', value: time(from.getTime()) }],
    [{ attribute: 'modifiedon', operator: 'gt', value: time(until.getTime() + second) }],
  ];
}

/** Conditions that own writes add to a query. */
export function ownConditions(writes: readonly OwnWrites[]): number {
  return writes.reduce((sum, { users }) => sum + users.length + 3, 0);
}

/** `<filter>` of a slice, empty text for everything. */
export function sliceFilter(slice: Slice, column: SliceColumn): string {
  const alternatives = sliceConditions(slice, column);
  if (alternatives === null) return '';
  const filters = alternatives.map((all) => {
    const conditions = all.map((condition) => `<condition${attributesText({ ...condition })}/>`);
    return `<filter type="and">${conditions.join('')}</filter>`;
  });
  return alternatives.length === 1 ? filters.join('') : `<filter type="or">${filters.join('')}</filter>`;
}
