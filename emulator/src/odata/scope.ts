import type { TableRows } from '../data/table-rows.js';

/** The rows an expression is about, and the lambda variable that stands for one of them (null at the top). */
export interface Scope {
  readonly rows: TableRows;
  readonly variable: string | null;
}
