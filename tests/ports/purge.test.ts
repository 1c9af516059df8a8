import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRowId } from '@pmds/contracts/ids';
import { openSqliteIntake } from '@pmds/bridge/adapters/sql/intake/sqlite-intake';
import { openSqliteStorage } from '@pmds/bridge/adapters/sql/sqlite';
import { openPostgresIntake } from '@pmds/bridge/adapters/sql/postgres';
import { purgeCommand } from '@pmds/bridge/cli/purge';
import { runCommand } from '@pmds/bridge/cli/run-command';
import { dueForPurge, heldInStore, purgeStore } from '@pmds/bridge/compose/cli/purge';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';

const id = parseRowId('7f4b7a6e-95c1-4f5e-8f3a-000000000002');
if (!id.ok) throw new Error('That is an id.');
const person = id.value;
const secret = 'Dagmar-Unverwechselbar';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-purge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const purge = (...args: readonly string[]) => purgeIn(`sqlite:${folder}`, ...args);
async function purgeIn(store: string, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand(
    [purgeCommand({ due: dueForPurge, look: heldInStore, purge: purgeStore })],
    ['purge', ...args],
    {
      environment: { PMDS_STORE: store },
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      signal: new AbortController().signal,
    },
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const inFiles = (): readonly string[] =>
  readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(secret));

const fetched = (firstname: string) => ({
  table: 'contact' as const,
  id: person,
  values: { firstname },
  labels: {},
  columns: {},
  fetchedAt: new Date(),
});

describe('pmds purge on the embedded store', () => {
  it('leaves the values of a person in no file, neither of the ledger nor of what waited to be moved', async () => {
    const storage = await openSqliteStorage(folder);
    await storage.transaction((unit) => unit.closed.keepFetched(fetched(secret)));
    await storage[Symbol.asyncDispose]();
    const intake = openSqliteIntake(folder);
    await intake.addProfile(fetched(`${secret} again`));
    await intake[Symbol.asyncDispose]();
    expect(inFiles()).toEqual(expect.arrayContaining(['intake.sqlite', 'ledger.sqlite']));
    const dry = await purge('--person', person, '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toBe(`Stored of the contact or lead ${person}: 2 people read on demand.`);
    expect(inFiles()).toHaveLength(2);
    expect(await purge('--person', person.toUpperCase())).toEqual({
      code: 0,
      err: '',
      out: `Purged of the contact or lead ${person}: 2 people read on demand. Links made for it until now open nothing any more.`,
    });
    expect(inFiles()).toEqual([]);
    expect(await purge('--person', person)).toMatchObject({ code: 1, out: '' });
  });

  it('overwrites it as well while the store stays open', async () => {
    await using storage = await openSqliteStorage(folder);
    await storage.transaction((unit) => unit.closed.keepFetched(fetched(secret)));
    expect(inFiles()).not.toEqual([]);
    await storage.retention.purge({ kind: 'person', id: person }, new Date());
    expect(inFiles()).toEqual([]);
  });

  it.each([
    [['--sync', 'x'], '--sync has to be the GUID of a sync.'],
    [['--sync', ''], '--sync has to be the GUID of a sync.'],
    [['--person', 'ada@example.com'], '--person has to be the GUID of a contact or lead.'],
    [['--person', person, '--sync', person], 'Choose one of --sync and --person.'],
    [['--persons', person], "Unknown option '--persons'"],
  ])('refuses %j, naming what is wrong', async (args, sentence) => {
    const { code, out, err } = await purge(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it.each(['--sync', '--person'])('says of an id that nobody has that nothing was purged (%s)', async (option) => {
    await (await openSqliteStorage(folder))[Symbol.asyncDispose]();
    const { code, out, err } = await purge(option, person);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${person}; nothing was purged`);
  });

  it('refuses a folder without a store, and makes none', async () => {
    const { code, err } = await purge('--person', person);
    expect(code).toBe(1);
    expect(err).toContain('There is no store');
    expect(readdirSync(folder)).toEqual([]);
  });
});

if (postgresUrl !== undefined) {
  it('pmds purge on PostgreSQL takes a person out of the ledger and of what waited to be moved', async () => {
    const backend = await postgresBackend(postgresUrl ?? '');
    try {
      // Another process of the service has the store open meanwhile.
      await using storage = await backend.open();
      await storage.transaction((unit) => unit.closed.keepFetched(fetched(secret)));
      const intake = await openPostgresIntake(backend.url);
      await intake.addProfile(fetched(`${secret} again`));
      const dry = await purgeIn(backend.url, '--person', person, '--dry-run');
      expect(dry).toMatchObject({ code: 0, out: expect.stringContaining(': 2 people read on demand.') as unknown });
      expect(await purgeIn(backend.url, '--person', person)).toMatchObject({ code: 0, err: '' });
      expect(await intake.take(10)).toEqual([]);
      await intake[Symbol.asyncDispose]();
      expect(await purgeIn(backend.url, '--person', person)).toMatchObject({ code: 1, out: '' });
      expect(await purgeIn(backend.url, '--sync', person)).toMatchObject({ code: 1, out: '' });
    } finally {
      await backend.dispose();
    }
  });
}
