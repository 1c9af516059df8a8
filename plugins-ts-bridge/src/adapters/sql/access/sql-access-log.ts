import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { sql } from 'kysely';
import type { FormTraffic } from '../../../domain/access/form-traffic.js';
import type { AccessKind, AccessResult, OpeningRecord } from '../../../domain/access/opening-record.js';
import type { AccessLogReader, AccessLogWriter, AccessQuery } from '../../../ports/store/responses/access-log.js';
import { inParts } from '../statement-parts.js';
import type { Db } from '../staging/bulk.js';

export class SqlAccessLog implements AccessLogReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find({ memberId, formKey, since, limit }: AccessQuery): Promise<readonly OpeningRecord[]> {
    let query = this.#db
      .selectFrom('access_log')
      .selectAll()
      .where('at', '>=', since.toISOString())
      .orderBy('at', 'desc')
      .orderBy('number', 'desc')
      .limit(limit);
    if (memberId !== null) query = query.where('member_id', '=', memberId);
    if (formKey !== null) query = query.where('form_key', '=', formKey);
    return (await query.execute()).map((row) => ({
      at: new Date(row.at),
      kind: row.kind as AccessKind,
      result: row.result as AccessResult,
      link: row.link,
      client: row.client,
      runId: row.run_id as SyncRunId | null,
      formKey: row.form_key,
      table: row.member_table as SelectableTable | null,
      memberId: row.member_id as RowId | null,
      fields: JSON.parse(row.fields) as readonly string[],
    }));
  }
}

/** A statement holds a limited number of values; a record has ten. */
const rowsPerStatement = 50;

export class SqlAccessLogWriter implements AccessLogWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async add(records: readonly OpeningRecord[]): Promise<void> {
    for (const some of inParts(records, rowsPerStatement)) {
      const rows = some.map((record) => ({
        at: record.at.toISOString(),
        kind: record.kind,
        result: record.result,
        link: record.link,
        client: record.client,
        run_id: record.runId,
        form_key: record.formKey,
        member_table: record.table,
        member_id: record.memberId,
        fields: JSON.stringify(record.fields),
      }));
      await this.#db.insertInto('access_log').values(rows).execute();
    }
  }

  async traffic(formKey: string, since: Date): Promise<FormTraffic> {
    const window = sql`form_key = ${formKey} and at >= ${since.toISOString()} and result not in ('unsigned', 'revoked')`;
    const { rows: busiest } = await sql<{ n: number }>`select count(distinct link) as n from access_log
      where ${window} group by client order by n desc limit 1`.execute(this.#db);
    const { rows: all } = await sql<{ links: number; refused: number }>`select count(distinct link) as links,
      count(distinct case when result in ('expired', 'used-up', 'other-form') then link end) as refused
      from access_log where ${window}`.execute(this.#db);
    return {
      mostOfOneClient: busiest[0]?.n ?? 0,
      links: all[0]?.links ?? 0,
      refused: all[0]?.refused ?? 0,
    };
  }

  async forgetBefore(time: Date): Promise<void> {
    await this.#db.deleteFrom('access_log').where('at', '<', time.toISOString()).execute();
  }
}
