import type { Pool } from 'pg';
import type { SqliteHandle, SqliteStatement } from '../driver/handle.js';

/** A row of the one statement, whatever it is of. */
export interface OpeningRow {
  readonly kind: number;
  readonly number: number;
  readonly a: string;
  readonly b: string;
  readonly c: string;
}

/** Statements that are compiled once and asked often. */
export interface PreparedReads {
  /** How a statement names its next value. `nth` counts from 1; a value that was named before has its first number. */
  placeholder(nth: number): string;
  /** Whether a value that stands twice in a statement is given twice. */
  readonly repeatsValues: boolean;
  all(text: string, values: readonly unknown[]): Promise<readonly OpeningRow[]>;
}

/** Statements of generations that are gone are forgotten. */
const mostStatements = 16;

export function sqliteReads(handle: SqliteHandle): PreparedReads {
  const statements = new Map<string, SqliteStatement>();
  return {
    placeholder: () => '?',
    repeatsValues: true,
    all(text, values) {
      let statement = statements.get(text);
      if (statement === undefined) {
        if (statements.size >= mostStatements) statements.clear();
        statement = handle.prepare(text);
        statements.set(text, statement);
      }
      return Promise.resolve(statement.all(...values) as OpeningRow[]);
    },
  };
}

export function postgresReads(pool: Pick<Pool, 'query'>): PreparedReads {
  const names = new Map<string, string>();
  let made = 0;
  return {
    placeholder: (nth) => `$${nth}`,
    repeatsValues: false,
    async all(text, values) {
      let name = names.get(text);
      if (name === undefined) {
        if (names.size >= mostStatements) names.clear();
        made += 1;
        name = `opening-${made}`;
        names.set(text, name);
      }
      const { rows } = await pool.query<OpeningRow>({ name, text, values: [...values] });
      return rows;
    },
  };
}
