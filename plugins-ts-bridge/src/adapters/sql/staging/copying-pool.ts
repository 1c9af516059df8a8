import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Connections that can copy: a `copy … from stdin` with its bytes as the only parameter streams them in. */
export function copyingPool(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => withCopy(await pool.connect()),
    end: () => pool.end(),
  };
}

// The query builder finds out by the object of a connection whether it has prepared it before.
const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();

function withCopy(client: pg.PoolClient): PostgresPoolClient {
  const before = known.get(client);
  if (before !== undefined) return before;
  const query = (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    const [bytes] = parameters;
    if (text.startsWith('copy ') && bytes instanceof Uint8Array) return copy(client, text, bytes);
    return client.query(text, [...parameters]);
  };
  const made: PostgresPoolClient = {
    query: query as PostgresPoolClient['query'],
    release: () => {
      client.release();
    },
  };
  known.set(client, made);
  return made;
}

/** Resolves when the rows are in and the connection takes the next statement. */
function copy(client: pg.PoolClient, text: string, bytes: Uint8Array): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(text));
    stream.once('error', reject);
    stream.once('finish', () => {
      resolve({ command: 'INSERT', rowCount: stream.rowCount, rows: [] });
    });
    stream.end(bytes);
  });
}
