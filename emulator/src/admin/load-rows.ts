import type { Readable } from 'node:stream';
import { parseExactJson } from '../data/exact-digits.js';
import type { Store } from '../data/store.js';
import { targetKey, type RowObject } from '../data/value.js';
import { wellKnown } from '../identity/well-known.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import { isObject } from '../write/input/json-body.js';

/** So many rows go into the store at once; between two batches other requests are answered. */
const batchRows = 5000;

/**
 * Loads plain rows without validation: the way in for volume, and for values that their column's type does not allow.
 * @param body rows as NDJSON, or one JSON array
 * @returns how many rows were loaded
 * @throws DataverseError 400 naming the line that is no row or the column that does not exist; rows before it stay loaded.
 */
export async function loadRows(store: Store, table: Table, body: Readable): Promise<number> {
  const fill = filler(table);
  let loaded = 0;
  for await (const rows of batches(body)) loaded += load(store, table, rows.map(fill));
  if (table.logicalName === 'listmember') recountLists(store);
  return loaded;
}

function load(store: Store, table: Table, rows: readonly RowObject[]): number {
  try {
    return store.load(table.logicalName, rows);
  } catch (error) {
    throw new DataverseError(400, '', error instanceof Error ? error.message : String(error));
  }
}

async function* batches(body: Readable): AsyncGenerator<RowObject[]> {
  let line = 0;
  let batch: RowObject[] = [];
  for await (const text of lines(body)) {
    line++;
    const one = text.trim();
    if (one === '' || one === '[' || one === ']') continue;
    batch.push(...parse(one.replace(/,$/, ''), line));
    if (batch.length >= batchRows) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** One row, or, for a body that is one JSON array on one line, all of them. */
function parse(text: string, line: number): RowObject[] {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    throw new DataverseError(
      400,
      '',
      `Line ${line} is not JSON. Send one row per line, or a JSON array with one row per line or on one line.`,
    );
  }
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  if (!rows.every(isObject)) throw new DataverseError(400, '', `Line ${line} is not a row (a JSON object).`);
  return rows as RowObject[];
}

async function* lines(body: Readable): AsyncGenerator<string> {
  let rest = '';
  body.setEncoding('utf8');
  for await (const chunk of body as AsyncIterable<string>) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** Gives a row what every row of the table has: an owner, a state. Whatever the row brings is left alone. */
function filler(table: Table): (row: RowObject) => RowObject {
  const defaults: RowObject = {};
  if (table.columns.has('ownerid')) {
    Object.assign(defaults, { ownerid: wellKnown.administratorId, [targetKey('ownerid')]: 'systemuser' });
    if (table.columns.has('owningbusinessunit')) defaults['owningbusinessunit'] = wellKnown.rootBusinessUnitId;
  }
  const state = table.columns.get('statecode')?.optionSet?.options[0];
  if (state !== undefined) {
    defaults['statecode'] = state.value;
    defaults['statuscode'] =
      table.columns.get('statuscode')?.optionSet?.options.find((one) => one.state === state.value)?.value ?? 1;
  }
  const named = table.logicalName === 'contact' || table.logicalName === 'lead';
  return (row) => {
    const filled = { ...defaults, ...row };
    if (named)
      filled['fullname'] ??=
        [row['firstname'], row['lastname']].filter((part) => typeof part === 'string').join(' ') || null;
    return filled;
  };
}

/** `membercount` of static lists follows their members. */
export function recountLists(store: Store): void {
  const members = store.rows('listmember').byValue('listid');
  const lists = store.rows('list');
  for (const row of lists.all()) {
    const count = members.count(lists.id(row));
    if (lists.value(row, 'type') !== true && lists.value(row, 'membercount') !== count) {
      store.update('list', lists.id(row), { membercount: count });
    }
  }
}
