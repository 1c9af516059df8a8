import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';

const lock = 'select pg_advisory_lock(hashtextextended($1, 0))';
const reconnectMs = 1_000;
/** Channel on which processes tell each other that something they share has changed. */
export const noticeChannel = 'pmds_notice';

/**
 * Shows the other processes that the owner of leases lives: a lock of its session, which the server takes back when the
 * connection ends, however the process died. A connection that breaks is replaced; who took a run over meanwhile keeps it.
 * The session also hears what others have to say, and holds what is to be free at its end.
 */
export class PostgresPresence implements AsyncDisposable {
  readonly #url: string;
  readonly #owner: string;
  readonly #noticed: (() => void)[] = [];
  readonly #renewed: (() => void)[] = [];
  #client: pg.Client;
  #last: Promise<unknown> = Promise.resolve();
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

  /** Calls back at each notice of any process, and when some may have been missed. */
  onNotice(noticed: () => void): void {
    this.#noticed.push(noticed);
  }

  /** Calls back when a new session has replaced one that broke, and with it all that it held. */
  onRenewed(renewed: () => void): void {
    this.#renewed.push(renewed);
  }

  /** Runs a statement in the session; statements follow one another. @throws Error while the session is broken. */
  async inSession<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const answer = this.#last.then(() => this.#client.query<Row>(text, [...values]));
    this.#last = answer.catch(() => undefined);
    return (await answer).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#client.end();
  }

  #watch(client: pg.Client): void {
    client.on('notification', () => this.#noticed.forEach((noticed) => noticed()));
    client.once('end', () => void this.#again());
  }

  async #again(): Promise<void> {
    while (!this.#closed) {
      try {
        this.#client = await locked(this.#url, this.#owner);
        this.#watch(this.#client);
        for (const told of [...this.#renewed, ...this.#noticed]) told();
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
  await client.query(`listen ${noticeChannel}`);
  return client;
}

/** Whether no session holds the lock of the owner that a column names. A key of 64 bits is kept in two halves. */
export function ownerIsGone(column: 'run.lease_owner' | 'user_place.owner'): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select 1 from pg_locks as held where held.locktype = 'advisory' and held.granted and held.objsubid = 1
      and held.database = (select oid from pg_database where datname = current_database())
      and (held.classid::bigint << 32) | held.objid::bigint = hashtextextended(${sql.ref(column)}, 0))`;
}
