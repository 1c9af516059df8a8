import { Tables } from '@pmds/contracts/generated/tables';
import { memberSets } from '@pmds/contracts/fields/member-table';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { parseSubmissionChanges, type ColumnValue } from '@pmds/contracts/web-form/submission';
import type { CurrentValue, WritableColumn } from '../../../domain/submission/writable-column.js';
import {
  submissionStatuses,
  type MemberNow,
  type ResponseRecords,
  type ResponseWrite,
  type SubmissionRow,
  type SubmissionStatus,
} from '../../../ports/responses.js';
import { writeTogether } from './change-set.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, quoted, rowsOf, textOf, type Json } from '../reporting/json.js';
import { readWritableColumns } from './writable-columns.js';
import { newRowColumns, rowColumns, statusNumbers } from './submission-columns.js';

const { entitySetName, primaryKey, columns } = Tables.formSubmission;
const formatted = '@OData.Community.Display.V1.FormattedValue';
/** How long what the metadata says is taken for true. */
const keptMs = 60_000;

/** Contacts, leads and Form Submissions of Dataverse. */
export function createResponseRecords(client: DataverseClient, nowMs: () => number): ResponseRecords {
  const known = new Map<string, { readonly untilMs: number; readonly column: WritableColumn | null }>();
  return {
    async columns(table, names, signal) {
      const key = (name: string): string => `${table}.${name}`;
      const asked = names.filter((name) => (known.get(key(name))?.untilMs ?? -Infinity) <= nowMs());
      if (asked.length > 0) {
        const read = await readWritableColumns(client, table, asked, { ...terms(signal), purpose: 'metadata' });
        for (const name of asked) {
          known.set(key(name), { untilMs: nowMs() + keptMs, column: read.get(name) ?? null });
        }
      }
      return new Map(
        names.flatMap((name) => {
          const column = known.get(key(name))?.column ?? null;
          return column === null ? [] : [[name, column] as const];
        }),
      );
    },

    async member({ table, id }, wanted, signal): Promise<MemberNow | null> {
      const select = [`${table}id`, ...wanted.map(({ property }) => property)].join();
      const json = await ifThere(() =>
        client.get(`${memberSets[table]}(${id})?$select=${select}`, {
          ...terms(signal),
          headers: { prefer: `odata.include-annotations="${formatted.slice(1)}"` },
        }),
      );
      if (json === null) return null;
      const row = asObject(json);
      const values = wanted.map((column) => [column.logicalName, currentValue(row, column)] as const);
      return { etag: textOf(row['@odata.etag']) ?? '', values: new Map(values) };
    },

    async isAddressOfAnother(address, id, signal) {
      for (const table of selectableTables) {
        const key = `${table}id`;
        const filter = encodeURIComponent(`emailaddress1 eq ${quoted(address)} and ${key} ne ${id}`);
        const answer = await client.get(`${memberSets[table]}?$select=${key}&$filter=${filter}&$top=1`, terms(signal));
        if (rowsOf(answer).length > 0) return true;
      }
      return false;
    },

    async row(id, signal) {
      const select = [
        columns.status.logicalName,
        columns.statusReason.logicalName,
        columns.changes.logicalName,
        columns.contactId.valueProperty,
        columns.leadId.valueProperty,
      ].join();
      const json = await ifThere(() => client.get(`${entitySetName}(${id})?$select=${select}`, terms(signal)));
      return json === null ? null : rowOf(asObject(json));
    },

    async isOvertaken({ id, table, memberId, receivedAt }, signal) {
      const lookup = table === 'contact' ? columns.contactId : columns.leadId;
      const filter = [
        `${lookup.valueProperty} eq ${memberId}`,
        `${columns.receivedOn.logicalName} gt ${receivedAt.toISOString()}`,
        `${columns.status.logicalName} eq ${statusNumbers.applied}`,
        `${primaryKey} ne ${id}`,
      ].join(' and ');
      const path = `${entitySetName}?$select=${primaryKey}&$filter=${encodeURIComponent(filter)}&$top=1`;
      return rowsOf(await client.get(path, terms(signal))).length > 0;
    },

    async write(write, signal) {
      try {
        await writeTogether(client, [...memberWrite(write), rowWrite(write)], { ...terms(signal), purpose: 'report' });
        return 'written';
      } catch (error) {
        if (error instanceof DataverseError && error.code === 'precondition') return 'changed';
        throw error;
      }
    },
  };
}

const terms = (signal: AbortSignal): Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'> => ({
  purpose: 'claim',
  flow: 'responses',
  signal,
});

async function ifThere(get: () => Promise<unknown>): Promise<unknown> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}

function currentValue(row: Json, { property }: WritableColumn): CurrentValue {
  const raw = row[property] ?? null;
  const isValue = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
  return { raw: isValue ? raw : null, name: textOf(row[`${property}${formatted}`]) };
}

function memberWrite({ member }: ResponseWrite): readonly Parameters<typeof writeTogether>[1][number][] {
  if (member === null || Object.keys(member.values).length === 0) return [];
  const { table, id, etag, values } = member;
  return [{ path: `${memberSets[table]}(${id})`, headers: { 'If-Match': etag }, body: values satisfies Values }];
}

type Values = Readonly<Record<string, ColumnValue>>;

function rowWrite({ row }: ResponseWrite): Parameters<typeof writeTogether>[1][number] {
  const { id, etag, patch, made } = row;
  return {
    path: `${entitySetName}(${id})`,
    headers: etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag },
    body: { ...(made === null ? {} : newRowColumns(made)), ...rowColumns(patch) },
  };
}

function rowOf(row: Json): SubmissionRow {
  const changes = parseSubmissionChanges(textOf(row[columns.changes.logicalName]));
  const lead = parseRowId(row[columns.leadId.valueProperty]);
  const contact = parseRowId(row[columns.contactId.valueProperty]);
  const table: SelectableTable = lead.ok ? 'lead' : 'contact';
  const memberId: RowId | null = lead.ok ? lead.value : contact.ok ? contact.value : null;
  return {
    etag: textOf(row['@odata.etag']) ?? '',
    status: statusOf(row[columns.status.logicalName]),
    statusReason: textOf(row[columns.statusReason.logicalName]) ?? '',
    changes: changes.ok ? changes.value : null,
    table,
    memberId,
  };
}

/** One that somebody made by hand waits. */
function statusOf(value: unknown): SubmissionStatus {
  return submissionStatuses.find((status) => statusNumbers[status] === value) ?? 'waiting';
}
