import type { Row, TableRows } from '../data/table-rows.js';
import type { Store } from '../data/store.js';
import type { Column } from '../model/column.js';
import type { Table } from '../model/table.js';
import { utc, type TimeZone } from '../time/time-zone.js';

/** Decides whether the caller may read a row; made once per query and table, asked once per row, so it should be cheap. */
export type RowFilter = (row: Row, rows: TableRows) => boolean;

/** Who asks. Made by the identity part of the server; queries only consult it. */
export interface Caller {
  readonly userId: string;
  readonly businessUnitId: string;
  readonly teamIds: readonly string[];
  /** LCID of the user's language, for labels and formatted values. */
  readonly languageId: number;
  /** The user's time zone, for conditions such as `today` and for formatted values. */
  readonly timeZone: TimeZone;
  /** Callers with the same key have the same rights; results are cached under it. */
  readonly rightsKey: string;
  /**
   * Null when every row of the table may be read.
   * @throws DataverseError 403 `0x80040220` when the caller lacks the table's read privilege.
   */
  readFilter(table: Table): RowFilter | null;
  /** Asked only for secured columns; a column that is not readable reads as null. */
  canReadColumn(table: Table, column: Column): boolean;
}

/** A caller that may read everything, for tests and for the server's own look-ups. */
export function everythingReader(userId: string, businessUnitId = userId): Caller {
  return {
    userId,
    businessUnitId,
    teamIds: [],
    languageId: 1033,
    timeZone: utc,
    rightsKey: 'all',
    readFilter: () => null,
    canReadColumn: () => true,
  };
}

/** Which annotations the caller asked for with `Prefer: odata.include-annotations`. */
type AnnotationFilter = (name: string) => boolean;

/**
 * Reads the preference's value: names, `*`, `prefix.*` or `prefix*`, exclusions with `-`, separated by commas.
 * @param text undefined when the preference was not sent: no annotations
 */
export function annotationFilter(text: string | undefined): AnnotationFilter {
  if (text === undefined || text.trim() === '') return () => false;
  const patterns = text.split(',').map((part) => part.trim());
  const matches = (pattern: string, name: string): boolean =>
    pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
  return (name) =>
    !patterns.some((p) => p.startsWith('-') && matches(p.slice(1), name)) && patterns.some((p) => matches(p, name));
}

/** A page of rows as the platform is about to evaluate it, or has: what page triggers of the admin path look at. */
export interface PageEvent {
  readonly phase: 'before' | 'after';
  readonly table: string;
  /** Logical names asked for, the primary key included only when asked for by name. */
  readonly columns: readonly string[];
  /** Rows in the page; 0 in the `before` phase. */
  readonly rowCount: number;
}

/** Everything a query needs besides its text. */
export interface QueryContext {
  readonly store: Store;
  readonly caller: Caller;
  /** `http://127.0.0.1:5000/api/data/v9.2/`: what context URLs and next links begin with. */
  readonly serviceRoot: string;
  readonly annotations: AnnotationFilter;
  /** Value of `Prefer: odata.maxpagesize`. */
  readonly maxPageSize?: number;
  /** Called around the evaluation of each collection page, synchronously; may change rows. */
  readonly onPage?: (event: PageEvent) => void;
}

/** Rows in one page when the caller names no smaller number; the platform's upper limit, too. */
export const pageLimit = 5000;
