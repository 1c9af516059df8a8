import type { PagePosition, Slice } from '../../../ports/recipient-source.js';
import { escapeXml } from './escape.js';

export interface PageRequest {
  readonly columns: readonly string[];
  readonly slice: Slice;
  readonly at: PagePosition | null;
  readonly pageRows: number;
}

/** Attributes of `<fetch>` that ask for the page after `at`. */
export function pagingAttributes(request: Pick<PageRequest, 'at' | 'pageRows'>): Readonly<Record<string, string>> {
  const { at, pageRows } = request;
  return {
    count: String(pageRows),
    page: String((at?.page ?? 0) + 1),
    ...(at === null ? {} : { 'paging-cookie': at.cookie }),
  };
}

export interface SliceCondition {
  readonly operator: 'ge' | 'lt' | 'null';
  readonly value?: string;
}

/**
 * A slice as alternatives of conditions on `createdon`, joined by *or* outside and *and* inside; `null` for everything.
 * The slice that is open at its start also takes rows without a date, or nobody would.
 */
export function sliceConditions(slice: Slice): readonly (readonly SliceCondition[])[] | null {
  const { from, to } = slice;
  const after = from === null ? [] : [{ operator: 'ge' as const, value: seconds(from) }];
  const before = to === null ? [] : [{ operator: 'lt' as const, value: seconds(to) }];
  if (after.length + before.length === 0) return null;
  return from === null ? [before, [{ operator: 'null' }]] : [[...after, ...before]];
}

// Dataverse keeps dates to the second.
function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

/** `<filter>` of a slice, empty text for everything. */
export function sliceFilter(slice: Slice): string {
  const alternatives = sliceConditions(slice);
  if (alternatives === null) return '';
  const conditions = (all: readonly SliceCondition[]): string =>
    all
      .map(
        ({ operator, value }) =>
          `<condition attribute="createdon" operator="${operator}"${value === undefined ? '' : ` value="${value}"`}/>`,
      )
      .join('');
  const filters = alternatives.map((all) => `<filter type="and">${conditions(all)}</filter>`).join('');
  return alternatives.length === 1 ? filters : `<filter type="or">${filters}</filter>`;
}
