import { existsSync } from 'node:fs';
import { types } from 'node:util';
import {
  cannotOpen,
  coded,
  type OpenOptions,
  type SqliteDriver,
  type SqliteHandle,
  type SqliteStatement,
  type WriteResult,
} from './handle.js';

/** What we use of libsql, as it is: bytes come as `ArrayBuffer` from some methods, and `pluck` counts for `all` alone. */
interface LibsqlStatement {
  readonly reader: boolean;
  raw(on: boolean): LibsqlStatement;
  run(values: readonly unknown[]): WriteResult;
  get(values: readonly unknown[]): unknown;
  iterate(values: readonly unknown[]): IterableIterator<unknown>;
}

interface LibsqlDatabase {
  prepare(text: string): LibsqlStatement;
  exec(text: string): void;
  close(): void;
}

export type LibsqlConstructor = new (file: string, options: { readonly timeout: number }) => LibsqlDatabase;

/** The driver for a Node whose Node-API is too old for better-sqlite3: a fork of SQLite that reads and writes the same files. */
export function libsqlDriver(Database: LibsqlConstructor): SqliteDriver {
  return { name: 'libsql', open: (file, options) => new LibsqlHandle(Database, file, options) };
}

class LibsqlHandle implements SqliteHandle {
  readonly #db: LibsqlDatabase;

  constructor(Database: LibsqlConstructor, file: string, { readonly = false, timeout = 5_000 }: OpenOptions) {
    // It knows no way to open without making the file.
    if (readonly && !existsSync(file)) throw cannotOpen();
    try {
      this.#db = new Database(file, { timeout });
    } catch (cause) {
      throw openFailure(cause);
    }
    if (readonly) this.#db.exec('pragma query_only = on');
  }

  prepare(text: string): SqliteStatement {
    return new Statement(named(() => this.#db.prepare(text)));
  }

  exec(text: string): void {
    named(() => this.#db.exec(text));
  }

  pragma(text: string): unknown {
    return this.prepare(`pragma ${text}`).all();
  }

  close(): void {
    this.#db.close();
  }
}

class Statement implements SqliteStatement {
  readonly #native: LibsqlStatement;
  #plucks = false;

  constructor(native: LibsqlStatement) {
    this.#native = native;
  }

  get reader(): boolean {
    return this.#native.reader;
  }

  pluck(): this {
    this.#native.raw(true);
    this.#plucks = true;
    return this;
  }

  run(...values: unknown[]): WriteResult {
    return named(() => this.#native.run(bound(values)));
  }

  get(...values: unknown[]): unknown {
    const row = named(() => this.#native.get(bound(values)));
    if (row === undefined) return undefined;
    if (isRow(row)) delete row['_metadata'];
    return this.#row(row);
  }

  all(...values: unknown[]): unknown[] {
    return [...this.iterate(...values)];
  }

  *iterate(...values: unknown[]): IterableIterator<unknown> {
    try {
      for (const row of this.#native.iterate(bound(values))) yield this.#row(row);
    } catch (error) {
      throw withName(error);
    }
  }

  #row(row: unknown): unknown {
    if (Array.isArray(row)) return this.#plucks ? asBuffer(row[0]) : row.map(asBuffer);
    if (!isRow(row)) return row;
    for (const name in row) {
      const value = row[name];
      if (typeof value === 'object' && value !== null) row[name] = asBuffer(value);
    }
    return row;
  }
}

type Row = Record<string, unknown>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

function asBuffer(value: unknown): unknown {
  return types.isAnyArrayBuffer(value) ? Buffer.from(value) : value;
}

/** The values as one array. A boolean would end the process. */
function bound(values: readonly unknown[]): readonly unknown[] {
  const [first] = values;
  const all: readonly unknown[] = values.length === 1 && Array.isArray(first) ? first : values;
  if (all.some((value) => typeof value === 'boolean')) throw new TypeError('SQLite has no booleans: bind 0 or 1.');
  return all;
}

/** Does a call of libsql; what it throws has SQLite's name in `code`. */
function named<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw withName(error);
  }
}

/** libsql names the results that have no detail, and gives the others as a number: the low byte is the one without. */
function withName(error: unknown): unknown {
  const number = isRow(error) ? /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(String(error['code']))?.[1] : undefined;
  const known = number === undefined ? undefined : results[Number(number) & 0xff];
  return known === undefined ? error : Object.assign(error as Error, { code: known[0] });
}

/** Failures to open come without a code, as text with SQLite's number at its end. */
function openFailure(cause: unknown): unknown {
  const text = isRow(cause) ? String(cause['message']) : '';
  const number = /: (\d+)"\)$/.exec(text)?.[1];
  const [code, message] = (number === undefined ? undefined : results[Number(number) & 0xff]) ?? [];
  return code === undefined || message === undefined ? cause : coded(code, message, cause);
}

const results: Readonly<Record<number, readonly [code: string, message: string]>> = {
  5: ['SQLITE_BUSY', 'database is locked'],
  6: ['SQLITE_LOCKED', 'database table is locked'],
  8: ['SQLITE_READONLY', 'attempt to write a readonly database'],
  10: ['SQLITE_IOERR', 'disk I/O error'],
  11: ['SQLITE_CORRUPT', 'database disk image is malformed'],
  13: ['SQLITE_FULL', 'database or disk is full'],
  14: ['SQLITE_CANTOPEN', 'unable to open database file'],
  19: ['SQLITE_CONSTRAINT', 'constraint failed'],
  23: ['SQLITE_AUTH', 'authorization denied'],
  26: ['SQLITE_NOTADB', 'file is not a database'],
};
