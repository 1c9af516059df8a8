import { randomUUID } from 'node:crypto';
import { parseRowId, parseSyncRunId, type RowId } from '@pmds/contracts/ids';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createDataverseClient, type ConnectedClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { createPeopleColumns } from '@pmds/bridge/adapters/dataverse/people/people-columns';
import { createRecipientSource } from '@pmds/bridge/adapters/dataverse/source/recipient-source';
import { RecordLayout } from '@pmds/bridge/domain/member/record/record-layout';
import type { PlannedList } from '@pmds/bridge/domain/run/run';
import type { OwnWrites } from '@pmds/bridge/ports/store/links/written-links';
import { aRow, EngineWorld, personId, range } from '../engine/engine-world';

let world: EngineWorld;
let connected: ConnectedClient;
let calls = 0;
const runId = (() => {
  const id = parseSyncRunId(randomUUID());
  if (!id.ok) throw new Error('A made id is no GUID.');
  return id.value;
})();
const people = 1_500;

beforeAll(async () => {
  world = await EngineWorld.start();
  await world.load(
    'contact',
    range(0, people).map((number) => aRow('contact', number)),
  );
  connected = connect();
});
afterAll(async () => {
  await connected[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function connect(
  user: { readonly clientId: string; readonly clientSecret: string } = world.dataverse,
): ConnectedClient {
  const { origin: organizationUrl, authority } = world.dataverse;
  const { clientId, clientSecret } = user;
  const terms = {
    clock: systemClock,
    onCall: ({ purpose }: { readonly purpose: string }) => (calls += Number(purpose === 'report')),
  };
  return createDataverseClient({ organizationUrl, authority, users: [{ clientId, clientSecret }] }, terms);
}

/** As an administrator, who is another user than the service. */
async function change(number: number, body: object): Promise<void> {
  const { url, token } = world.dataverse;
  const response = await fetch(`${url}contacts(${personId('contact', number)})`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

const second = 1_000;
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, second - (Date.now() % second) + 50));

async function found(
  list: PlannedList,
  changedSince: Date,
  ownWrites: readonly OwnWrites[],
): Promise<readonly RowId[]> {
  const { lists, members } = createRecipientSource({ client: connected.client, pageRows: 50 });
  const [source] = lists.sources([list]);
  if (source === undefined) throw new Error('The list has no source.');
  const layout = new RecordLayout('contact', [], []);
  const request = { source, layout, slice: { from: null, to: null }, changedSince, ownWrites, at: null };
  const page = await members.memberPage(request, () => null, { flow: runId, signal: AbortSignal.timeout(10_000) });
  return page.rows.map(({ id }) => id);
}

describe('writing columns of people', () => {
  it('says before what stands against a column: not there, no text, too short', async () => {
    const columns = createPeopleColumns(connected.client);
    const problems = await Promise.all(
      ['description', 'jobtitle', 'creditlimit', 'no_such'].map((name) => columns.problemsOf('contact', name, 1_000)),
    );
    expect(problems).toEqual([
      [],
      [expect.stringContaining('"jobtitle" of contact, which a web form names for its links, holds 100 characters')],
      [expect.stringContaining('is not a text column')],
      [expect.stringContaining('does not exist')],
    ]);
  });

  it('says which right is missing, and who writes where it is there', async () => {
    const columns = createPeopleColumns(connected.client);
    const writers = await columns.writers('contact');
    expect('users' in writers ? writers.users : []).toHaveLength(1);
    const reader = connect(await world.userReading({ prvReadContact: 8, prvWriteContact: 1 }));
    const refused = await createPeopleColumns(reader.client).writers('contact');
    expect('why' in refused ? refused.why : '').toContain('prvWriteContact, access level Organization');
    await reader[Symbol.asyncDispose]();
  });

  it('writes a thousand rows a call, finds the one that is refused, and is not read again because of it', async () => {
    const columns = createPeopleColumns(connected.client);
    const writers = await columns.writers('contact');
    const users = 'users' in writers ? writers.users : [];
    const gone = parseRowId(randomUUID());
    if (!gone.ok) throw new Error('A made id is no GUID.');
    const rows = range(0, people).map((number) => ({
      id: personId('contact', number),
      values: { description: `https://forms.example#${number}` },
    }));
    const since = columns.now();
    await nextSecond();
    await change(7, { jobtitle: 'Changed before the write' });
    const from = columns.now();
    calls = 0;
    const written = await columns.write('contact', rows, { since, users, runId });
    expect([calls, written.refused, written.changedByOthers]).toEqual([2, [], [personId('contact', 7)]]);
    const until = columns.now();
    const ownWrites = [{ from, until, users }];
    await nextSecond();
    await change(11, { jobtitle: 'Changed after the write' });
    const lists = [
      await world.staticList('contact', range(0, 40)),
      await world.dynamicList(
        'contact',
        '<fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="Odd"/></filter></entity></fetch>',
      ),
    ];
    for (const list of lists) {
      expect(await found(list, from, ownWrites)).toEqual([personId('contact', 11)]);
      expect((await found(list, from, [])).length).toBeGreaterThan(30);
    }
    const some = [...rows.slice(0, 6), { id: gone.value, values: { description: 'x' } }];
    const { refused } = await columns.write('contact', some, { since: until, users, runId });
    expect(refused.map(({ id }) => id)).toEqual([gone.value]);
    expect(refused[0]?.why).toContain('Dataverse did not take the link');
  });
});
