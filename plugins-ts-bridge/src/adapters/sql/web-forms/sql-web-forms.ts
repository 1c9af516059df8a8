import type { RowId } from '@pmds/contracts/ids';
import type { WebForm } from '../../../domain/web-form/web-form.js';
import type { WebForms, WebFormVersion, WebFormWriter } from '../../../ports/store/web-forms.js';
import type { Db } from '../staging/bulk.js';
import { webFormOf, webFormRow } from './web-form-codec.js';

export class SqlWebForms implements WebForms {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async byKey(key: string): Promise<WebForm | null> {
    // Two have one key only while Dataverse exchanges keys between them: the one that was changed last has it now.
    const row = await this.#db
      .selectFrom('web_form')
      .selectAll()
      .where('key', '=', key)
      .orderBy('modified_on', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : webFormOf(row);
  }

  async byId(id: RowId): Promise<WebForm | null> {
    const row = await this.#db.selectFrom('web_form').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : webFormOf(row);
  }

  async all(): Promise<readonly WebForm[]> {
    const rows = await this.#db.selectFrom('web_form').selectAll().orderBy('name').orderBy('id').execute();
    return rows.map(webFormOf);
  }

  async preparedBy(dataSyncId: RowId): Promise<readonly WebForm[]> {
    const rows = await this.#db
      .selectFrom('web_form')
      .selectAll()
      .where('id', 'in', (eb) =>
        eb.selectFrom('web_form_sync').select('web_form_id').where('data_sync_id', '=', dataSyncId),
      )
      .orderBy('name')
      .orderBy('id')
      .execute();
    return rows.map(webFormOf);
  }

  async syncsOf(id: RowId): Promise<readonly RowId[]> {
    const rows = await this.#db
      .selectFrom('web_form_sync')
      .select('data_sync_id')
      .where('web_form_id', '=', id)
      .orderBy('data_sync_id')
      .execute();
    return rows.map((row) => row.data_sync_id as RowId);
  }

  async versions(): Promise<readonly WebFormVersion[]> {
    const forms = await this.#db.selectFrom('web_form').select(['id', 'version']).orderBy('id').execute();
    const links = await this.#db.selectFrom('web_form_sync').selectAll().orderBy('data_sync_id').execute();
    return forms.map(({ id, version }) => ({
      id: id as RowId,
      version,
      syncs: links.filter((link) => link.web_form_id === id).map((link) => link.data_sync_id as RowId),
    }));
  }
}

export class SqlWebFormWriter implements WebFormWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keep(form: WebForm, syncs: readonly RowId[]): Promise<void> {
    const { id, ...row } = webFormRow(form);
    // The row first: processes that look at the same time come one after the other.
    await this.#db
      .insertInto('web_form')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    await this.#db.deleteFrom('web_form_sync').where('web_form_id', '=', id).execute();
    const rows = [...new Set(syncs)].map((sync) => ({ web_form_id: form.id, data_sync_id: sync }));
    if (rows.length > 0) await this.#db.insertInto('web_form_sync').values(rows).execute();
  }

  async forget(id: RowId): Promise<void> {
    await this.#db.deleteFrom('web_form').where('id', '=', id).execute();
    await this.#db.deleteFrom('web_form_sync').where('web_form_id', '=', id).execute();
  }
}
