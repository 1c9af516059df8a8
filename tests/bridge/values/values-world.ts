import { randomUUID } from 'node:crypto';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { createRecipientSource } from '@pmds/bridge/adapters/dataverse/source/recipient-source';
import { decodeCells, type DecodedProfile } from '@pmds/bridge/domain/member/profile-cells';
import { readMembers } from '@pmds/bridge/application/members/read-members';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { MemberReading } from '@pmds/bridge/domain/member/member-reading';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { LocalDataverse } from '@pmds/scripts/processes/dataverse-process';

const rowId = (text: string): RowId => {
  const id = parseRowId(text);
  if (!id.ok) throw new Error(`"${text}" is no GUID.`);
  return id.value;
};

/** Reads members of a local Dataverse over HTTP by both ways of the service: in pages, and by id as on demand. */
export async function readBothWays(
  dataverse: LocalDataverse,
  table: SelectableTable,
  id: RowId,
  fields: readonly string[],
): Promise<readonly DecodedProfile[]> {
  const { origin: organizationUrl, authority, clientId, clientSecret } = dataverse;
  const connected = createDataverseClient(
    { organizationUrl, authority, users: [{ clientId, clientSecret }] },
    { clock: systemClock },
  );
  try {
    const source = createRecipientSource({ client: connected.client, pageRows: 50 });
    const call = { flow: 'test', signal: new AbortController().signal };
    const selection = { contact: [], lead: [], [table]: fields };
    const columns = (await source.checks.planColumns(selection, [table], call))[table];
    const reading = new MemberReading(table, columns, consentRules(usualOptOutFlags));
    const { layout } = reading;
    const query = `<fetch><entity name="${table}"><filter><condition attribute="${table}id" operator="eq" value="${id}"/></filter></entity></fetch>`;
    const list = { id: rowId(randomUUID()), name: 'One', table, kind: 'dynamic', query } as const;
    const [from] = source.lists.sources([list]);
    if (from === undefined) throw new Error('The list is no source.');
    const slice = { from: null, to: null };
    const request = { source: from, layout, slice, changedSince: null, at: null };
    const page = await readMembers(reading, (take) => source.members.memberPage(request, take, call), call.signal);
    const byId = await readMembers(
      reading,
      (take) => source.members.membersById([id], layout, take, call),
      call.signal,
    );
    return [page, byId].map(({ rows }) => {
      const mapped = rows[0]?.value;
      if (mapped?.kind !== 'profile') throw new Error(`The member was not taken: ${JSON.stringify(mapped)}.`);
      return decodeCells(mapped.cells, columns);
    });
  } finally {
    await connected[Symbol.asyncDispose]();
  }
}

/** Puts a contact into Dataverse past all validation. @param json What it holds beside an address, as JSON members. */
export async function aContact(dataverse: LocalDataverse, json: string): Promise<RowId> {
  const id = rowId(randomUUID());
  const row = `{"contactid":"${id}","emailaddress1":"a@example.org","statecode":0,${json}}`;
  await loadJson(dataverse, 'contact', row);
  return id;
}

/** Loads rows as they are spelt. */
export async function loadJson(dataverse: LocalDataverse, table: string, rows: string): Promise<void> {
  const response = await fetch(new URL(`rows/${table}`, dataverse.adminUrl), { method: 'POST', body: rows });
  if (!response.ok) throw new Error(await response.text());
}
