import { sql, type Kysely } from 'kysely';

/** Entries copied at a time. */
const batch = 500;

/**
 * Outbox and dead letters say what they are about, which need not be a run, and keep kind, subject and payload apart. What
 * waits already is taken over.
 */
export async function outboxSubjects(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  // PostgreSQL migrates in one transaction; on SQLite this step is one.
  if (dialect === 'postgres') await change(db);
  else await db.transaction().execute(change);
}

async function change(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('outbox_delay').renameColumn('subject', 'lane').execute();
  await db.schema
    .alterTable('outbox')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const [table, key] of [
    ['outbox', 'seq'],
    ['dead_letter', 'number'],
  ] as const) {
    await db.schema.alterTable(table).renameColumn('subject', 'lane').execute();
    await db.schema.alterTable(table).renameColumn('message', 'payload').execute();
    await db.schema.alterTable(table).renameColumn('run_id', 'former_run_id').execute();
    await db.schema.alterTable(table).addColumn('run_id', 'text').execute();
    await db.schema
      .alterTable(table)
      .addColumn('subject', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update ${sql.table(table)} set run_id = former_run_id`.execute(db);
    await db.schema.alterTable(table).dropColumn('former_run_id').execute();
    await takeApart(db as Kysely<Tables>, table, key);
  }
}

interface Tables {
  outbox: { seq: number; kind: string; subject: string; payload: string };
  dead_letter: { number: number; kind: string; subject: string; payload: string };
}

async function takeApart(db: Kysely<Tables>, table: keyof Tables, key: 'seq' | 'number'): Promise<void> {
  for (let after = 0; ;) {
    const { rows } = await sql<{ readonly key: number | string; readonly payload: string }>`
      select ${sql.ref(key)} as key, payload from ${sql.table(table)} where ${sql.ref(key)} > ${after}
      order by ${sql.ref(key)} limit ${batch}`.execute(db);
    for (const row of rows) {
      const { kind, subject, payload } = parts(row.payload);
      await sql`update ${sql.table(table)} set kind = ${kind}, subject = ${subject}, payload = ${payload}
        where ${sql.ref(key)} = ${row.key}`.execute(db);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.key);
  }
}

/** What cannot be taken apart stays as it is, to become a dead letter. */
function parts(message: string): { readonly kind: string; readonly subject: string; readonly payload: string } {
  const whole = objectOf(message);
  if (whole === null) return { kind: 'unknown', subject: '{}', payload: message };
  const { kind, runId, dataSyncId, ...payload } = whole;
  const subject = JSON.stringify({ of: 'run', runId, dataSyncId });
  return { kind: typeof kind === 'string' ? kind : 'unknown', subject, payload: JSON.stringify(payload) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
