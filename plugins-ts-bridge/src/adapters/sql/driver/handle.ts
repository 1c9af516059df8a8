/** What a write changed. */
export interface WriteResult {
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

/**
 * A prepared statement. Values are text, numbers, bytes or null, one after the other or as one array; a boolean is refused.
 * Columns of bytes come as `Buffer`.
 */
export interface SqliteStatement {
  /** Whether it gives rows. */
  readonly reader: boolean;
  /** From now on a row is the value of its first column. */
  pluck(): SqliteStatement;
  run(...values: unknown[]): WriteResult;
  /** @returns `undefined` where there is no row. */
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  iterate(...values: unknown[]): IterableIterator<unknown>;
}

/** One connection to an SQLite file. Every error that SQLite gives has its name in `code`, such as `SQLITE_BUSY`. */
export interface SqliteHandle {
  prepare(text: string): SqliteStatement;
  exec(text: string): unknown;
  pragma(text: string): unknown;
  close(): unknown;
}

export interface OpenOptions {
  /** Refuses a file that is not there, and every write. */
  readonly readonly?: boolean;
  /** How long a statement waits for another connection, in milliseconds. */
  readonly timeout?: number;
}

/** A library that opens SQLite files. */
export interface SqliteDriver {
  /** The package it comes from. */
  readonly name: string;
  open(file: string, options: OpenOptions): SqliteHandle;
}

/** Does the work in one transaction that has the right to write from its begin. */
export function inWriteTransaction<Result>(handle: SqliteHandle, work: () => Result): Result {
  handle.exec('begin immediate');
  try {
    const result = work();
    handle.exec('commit');
    return result;
  } catch (error) {
    handle.exec('rollback');
    throw error;
  }
}

/** An error as SQLite gives it: its name for it in `code`. */
export function coded(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}

/** The file, or the folder it is in, is not there. */
export function cannotOpen(): Error {
  return coded('SQLITE_CANTOPEN', 'unable to open database file');
}
