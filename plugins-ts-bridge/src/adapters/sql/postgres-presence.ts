import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';

const lock = 'select pg_advisory_lock(hashtextextended($1, 0))';
const reconnectMs = 1_000;

/**
 * Shows the other processes that the owner of leases lives: a lock of its session, which the server takes back when the
 * connection ends, however the process died. A connection that breaks is replaced; who took a run over meanwhile keeps it.
 */
export class PostgresPresence implements AsyncDisposable {
  readonly #url: string;
  readonly #owner: string;
  #client: pg.Client;
  #closed = false;

  private constructor(url: string, owner: string, client: pg.Client) {
    this.#url = url;
    this.#owner = owner;
    this.#client = client;
    this.#watch(client);
  }

  static async show(url: string, owner: string): Promise<PostgresPresence> {
    return new PostgresPresence(url, owner, await locked(url, owner));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#client.end();
  }

  #watch(client: pg.Client): void {
    client.once('end', () => void this.#again());
  }

  async #again(): Promise<void> {
    while (!this.#closed) {
      try {
        this.#client = await locked(this.#url, this.#owner);
        this.#watch(this.#client);
        break;
      } catch {
        // The server is away; the queries of the work itself say so.
        await sleep(reconnectMs, undefined, { ref: false });
      }
    }
    // Closed while it connected: nobody else would end this one.
    if (this.#closed) await this.#client.end();
  }
}

async function locked(url: string, owner: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  // Told by `end` as well, which is where it is dealt with.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(lock, [owner]);
  return client;
}

/** Whether no session holds the lock of a lease's owner. A key of 64 bits is kept in two halves. */
export const ownerIsGone: RawBuilder<boolean> = sql<boolean>`not exists (
  select 1 from pg_locks as held where held.locktype = 'advisory' and held.granted and held.objsubid = 1
    and held.database = (select oid from pg_database where datname = current_database())
    and (held.classid::bigint << 32) | held.objid::bigint = hashtextextended(run.lease_owner, 0))`;
