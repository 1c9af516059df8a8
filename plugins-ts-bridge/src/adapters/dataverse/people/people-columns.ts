import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { memberSets } from '@pmds/contracts/fields/member-table';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { withoutAddresses } from '../../../domain/values/without-addresses.js';
import type { RefusedRow } from '../../../ports/destination.js';
import type { ColumnValues, PeopleColumns } from '../../../ports/links/people-columns.js';
import type { DataverseClient } from '../http/client.js';
import { batchSend, type BatchAnswer } from '../http/batch.js';
import { DataverseError } from '../http/errors.js';
import { asObject, rowsOf, textOf, type Json } from '../reporting/json.js';
import { inBatches } from '../reporting/rows/bulk-rows.js';
import { Refusals } from '../reporting/rows/refusals.js';
import { privilegesOfUser, UserRights } from '../source/access/user-rights.js';

const textTypes = ['StringType', 'MemoType'];
const call = { purpose: 'metadata', flow: 'links' } as const;

/** Columns of contacts and leads by UpdateMultiple. */
export function createPeopleColumns(client: DataverseClient): PeopleColumns {
  const rights = new UserRights(client);
  return {
    now: () => client.serverClock.now(),

    async problemsOf(table, column, characters) {
      const attribute = await attributeOf(client, table, column);
      const name = `The column "${column}" of ${table}, which a web form names for its links,`;
      const other = 'Create a text column of at least 1,000 characters, or name another one on the Web Form.';
      if (attribute === null) return [`${name} does not exist. ${other}`];
      const type = textOf(asObject(attribute['AttributeTypeName'])['Value']) ?? '';
      if (!textTypes.includes(type)) return [`${name} is not a text column. ${other}`];
      const length = Number(attribute['MaxLength'] ?? 0);
      if (length < characters) {
        return [`${name} holds ${length} characters; a link needs up to ${characters}. Make it longer.`];
      }
      return attribute['IsValidForUpdate'] === false ? [`${name} cannot be written. ${other}`] : [];
    },

    async writers(table) {
      const privilege = `prvwrite${table}`;
      const found = await rights.each(call, async (id, own) => ({
        id,
        level: (await privilegesOfUser(client, id, own)).get(privilege),
      }));
      if (found.some(({ level }) => level !== 'Global')) {
        const what = `write all rows of ${table} (privilege prvWrite${table === 'contact' ? 'Contact' : 'Lead'}, access level Organization)`;
        return {
          why: `The application user may not ${what}, so no link was written there. Assign the role Profile Sync Links to it, or empty the link columns of the Web Form.`,
        };
      }
      return { users: found.flatMap(({ id }) => idOf(id)) };
    },

    async write(table, rows, { since, users, runId }) {
      const refused: RefusedRow[] = [];
      const changed = new Set<RowId>();
      const signal = AbortSignal.timeout(longestWriteMs);
      const refusals = new Refusals(false, signal);
      const question = othersSince(table, since, users);
      const send = async (some: readonly ColumnValues[]): Promise<void> => {
        const action = { method: 'POST', path: `${memberSets[table]}/Microsoft.Dynamics.CRM.UpdateMultiple` } as const;
        const body = { Targets: some.map((row) => targetOf(table, row)) };
        const parts = [{ method: 'GET', path: question } as const, { ...action, body }];
        const terms = { purpose: 'report', flow: runId, signal } as const;
        const [others, written] = await batchSend(client, parts, terms, (answers) => answers);
        for (const id of await idsOf(client, table, others, signal)) changed.add(id);
        const refusal = written?.refusal ?? null;
        if (refusal !== null) throw refusal;
      };
      await inBatches(rows, send, refusals, async (row, error) => {
        refused.push({ id: row.id, why: whyOf(error) });
        await Promise.resolve();
      });
      return { refused, changedByOthers: [...changed] };
    },
  };
}

const longestWriteMs = 15 * 60_000;

async function attributeOf(client: DataverseClient, table: SelectableTable, column: string): Promise<Json | null> {
  const path = `EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column}')`;
  try {
    return asObject(await client.get(path, call));
  } catch (error) {
    if (error instanceof DataverseError && error.status === 404) return null;
    throw error;
  }
}

/** Who was changed since then and last by somebody else. */
function othersSince(table: SelectableTable, since: Date, users: readonly RowId[]): string {
  const time = since.toISOString().replace(/\.\d+Z$/, 'Z');
  const others = users.map((user) => `_modifiedby_value ne ${user}`).join(' and ');
  const filter = `modifiedon ge ${time} and (_modifiedby_value eq null or (${others}))`;
  return `${memberSets[table]}?$select=${table}id&$filter=${encodeURIComponent(filter)}`;
}

async function idsOf(
  client: DataverseClient,
  table: SelectableTable,
  answer: BatchAnswer | undefined,
  signal: AbortSignal,
): Promise<readonly RowId[]> {
  if (answer === undefined) return [];
  if (answer.refusal !== null) throw answer.refusal;
  const ids: RowId[] = [];
  let page: Json = asObject(JSON.parse(answer.body));
  for (;;) {
    ids.push(...rowsOf(page).flatMap((row) => idOf(row[`${table}id`])));
    const next = textOf(page['@odata.nextLink']);
    if (next === null) return ids;
    page = asObject(await client.get(next, { purpose: 'report', signal }));
  }
}

function targetOf(table: SelectableTable, { id, values }: ColumnValues): Json {
  return { '@odata.type': `Microsoft.Dynamics.CRM.${table}`, [`${table}id`]: id, ...values };
}

function idOf(value: unknown): readonly RowId[] {
  const id = parseRowId(value);
  return id.ok ? [id.value] : [];
}

/** Holds no value: what Dataverse says of a text that it refuses may repeat it. */
function whyOf(error: unknown): string {
  if (!(error instanceof DataverseError)) return 'Dataverse did not take the link.';
  const said = withoutAddresses(error.message)
    .replace(/https?:\S+/g, '(address)')
    .slice(0, 300);
  return `Dataverse did not take the link: ${said}`;
}
