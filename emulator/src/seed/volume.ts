import { dateText, type RowObject } from '../data/value.js';
import type { Store } from '../data/store.js';
import { label } from '../model/label.js';
import type { Model } from '../model/model.js';
import { fillableColumns, guidOfRow, makerFor } from './sample-values.js';

interface VolumeRequest {
  readonly contacts: number;
  readonly leads: number;
  /** Columns filled in each row. Beyond the documented ones, columns `new_extra0001` and so on are added to the table. */
  readonly columns: number;
}

/** What was made: rows by table, and a static list over all rows of a table, where there are any. */
interface VolumeResult {
  readonly contacts: number;
  readonly leads: number;
  readonly contactListId: string | null;
  readonly leadListId: string | null;
}

interface Kind {
  readonly table: 'contact' | 'lead';
  readonly code: number;
  readonly listName: string;
}

const contact: Kind = { table: 'contact', code: 2, listName: 'All generated contacts' };
const lead: Kind = { table: 'lead', code: 4, listName: 'All generated leads' };

const firstDay = Date.UTC(2024, 0, 1);
/** Rows are spread over two years, so that ranges of createdon hold about the same number. */
const spreadMs = 2 * 365 * 86_400_000;

/**
 * Fills the organisation with rows for rehearsals and benchmarks: the same numbers give the same rows on every machine. Asking again
 * adds nothing but what was not there, because row n always has the same id.
 */
export function generateRows(store: Store, request: VolumeRequest): VolumeResult {
  const owner = ownerOf(store);
  return {
    contacts: generate(store, contact, request.contacts, request.columns, owner),
    leads: generate(store, lead, request.leads, request.columns, owner),
    contactListId: makeList(store, contact, request.contacts, owner),
    leadListId: makeList(store, lead, request.leads, owner),
  };
}

/** Makes sure that a table has so many columns that a row can be filled with. */
function ensureColumns(model: Model, table: 'contact' | 'lead', columns: number): void {
  const missing = columns - fillableColumns(model.table(table)).length;
  for (let number = 1; number <= missing; number++) {
    const digits = String(number).padStart(4, '0');
    model.addColumn(table, {
      logicalName: `new_extra${digits}`,
      schemaName: `new_Extra${digits}`,
      type: 'string',
      displayName: label(`Extra ${digits}`),
      maxLength: 100,
      format: 'Text',
      isCustom: true,
    });
  }
}

function generate(store: Store, kind: Kind, count: number, columns: number, owner: RowObject): number {
  if (count === 0) return 0;
  ensureColumns(store.model, kind.table, columns);
  const table = store.model.table(kind.table);
  const filled = fillableColumns(table)
    .slice(0, columns)
    .map((column) => ({ name: column.logicalName, make: makerFor(column) }));
  function* rows(): Iterable<RowObject> {
    for (let number = 0; number < count; number++) {
      const createdon = dateText(firstDay + Math.floor((number / count) * spreadMs));
      const row: RowObject = {
        [table.primaryId]: guidOfRow(kind.code, number),
        createdon,
        modifiedon: createdon,
        ...owner,
      };
      for (const { name, make } of filled) row[name] = make?.(number) ?? null;
      yield row;
    }
  }
  return store.load(kind.table, rows());
}

function makeList(store: Store, kind: Kind, count: number, owner: RowObject): string | null {
  if (count === 0) return null;
  const listid = guidOfRow(0x100 + kind.code, 1);
  const now = dateText(store.now());
  store.load('list', [
    {
      listid,
      listname: kind.listName,
      createdfromcode: kind.code,
      membertype: kind.code,
      type: false,
      lockstatus: false,
      donotsendonoptout: true,
      ignoreinactivelistmembers: true,
      statecode: 0,
      statuscode: 0,
      membercount: count,
      ...owner,
    },
  ]);
  function* members(): Iterable<RowObject> {
    for (let number = 0; number < count; number++) {
      yield {
        listmemberid: guidOfRow(0x200 + kind.code, number),
        listid,
        entityid: guidOfRow(kind.code, number),
        'entityid@table': kind.table,
        entitytype: kind.table,
        createdon: now,
        modifiedon: now,
      };
    }
  }
  store.load('listmember', members());
  return listid;
}

/** Generated rows belong to the first user of the organisation, when there is one. */
function ownerOf(store: Store): RowObject {
  const users = store.rows('systemuser');
  for (const row of users.all()) {
    const user = users.id(row);
    const unit = users.value(row, 'businessunitid');
    return {
      ownerid: user,
      'ownerid@table': 'systemuser',
      owninguser: user,
      owningbusinessunit: unit,
      createdby: user,
      modifiedby: user,
    };
  }
  return {};
}
