import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { openSqliteIntake } from '@pmds/bridge/adapters/sql/intake/sqlite-intake';
import { openPostgresIntake } from '@pmds/bridge/adapters/sql/postgres';
import { GatheredChanges } from '@pmds/bridge/application/intake/gather-changes';
import type { MemberChange } from '@pmds/bridge/domain/member/member-change';
import type { FetchedProfile, IntakeSource, IntakeStore } from '@pmds/bridge/ports/store/intake';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';

type Intake = IntakeStore & IntakeSource;

function person(number: number): RowId {
  const id = parseRowId(`7f4b7a6e-95c1-4f5e-8f3a-${String(number).padStart(12, '0')}`);
  if (!id.ok) throw new Error('That is an id.');
  return id.value;
}
const change = (number: number, more: Partial<MemberChange> = {}): MemberChange => ({
  table: 'contact',
  id: person(number),
  at: new Date(1_700_000_000_000 + number),
  closes: 'deleted',
  merged: false,
  ...more,
});
const profile: FetchedProfile = {
  table: 'contact',
  id: person(1),
  values: { firstname: 'Ada' },
  labels: {},
  columns: {},
  fetchedAt: new Date(),
};

/** What waits, in its order; the intake is emptied. */
async function taken(intake: Intake): Promise<readonly MemberChange[]> {
  const changes: MemberChange[] = [];
  for (;;) {
    const entries = await intake.take(200);
    if (entries.length === 0) return changes;
    for (const entry of entries) if (entry.kind === 'change') changes.push(entry.change);
    await intake.forget(entries.map(({ seq }) => seq));
  }
}

function changesSuite(name: string, open: () => Promise<Intake>): void {
  describe(`changes of people in the intake on ${name}`, () => {
    let intake: Intake;
    beforeEach(async () => {
      intake = await open();
    });
    afterEach(() => intake[Symbol.asyncDispose]());

    it('come out as they went in, and forget what waited of the same people', async () => {
      await intake.addProfile(profile);
      const changes = [change(1), change(2, { closes: null, merged: true }), change(3, { table: 'lead' })];
      await intake.addChanges(changes);
      expect(await intake.findProfile('contact', person(1))).toBeNull();
      const kept = await taken(intake);
      expect(new Set(kept)).toEqual(new Set(changes));
    });

    it('are one a person, the last word; what is said after it was taken is not forgotten with it', async () => {
      await intake.addChanges([change(1), change(1, { closes: null })]);
      const [entry] = await intake.take(10);
      await intake.addChanges([change(1, { closes: 'inactive' })]);
      await intake.forget([entry!.seq]);
      expect(await taken(intake)).toEqual([change(1, { closes: 'inactive' })]);
    });

    it('are all there when 10,000 of them were told at once', async () => {
      const gathered = new GatheredChanges(intake);
      await Promise.all(Array.from({ length: 10_000 }, (_, number) => gathered.add([change(number)])));
      const kept = await taken(intake);
      expect(new Set(kept.map(({ id }) => id)).size).toBe(10_000);
    });
  });
}

describe('the embedded store', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pmds-changes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  changesSuite('SQLite', () => Promise.resolve(openSqliteIntake(folder)));

  it('E11 has accepted changes when its process died and comes again', async () => {
    const intake = openSqliteIntake(folder);
    await intake.addChanges([change(1), change(2)]);
    // Nothing is closed: what was answered with "accepted" is on disk.
    const again = openSqliteIntake(folder);
    expect(await taken(again)).toEqual([change(1), change(2)]);
    await again[Symbol.asyncDispose]();
    await intake[Symbol.asyncDispose]();
  });
});

if (postgresUrl !== undefined) {
  describe('a server', () => {
    let backend: Awaited<ReturnType<typeof postgresBackend>>;
    beforeEach(async () => {
      backend = await postgresBackend(postgresUrl ?? '');
      await (await backend.open())[Symbol.asyncDispose]();
    });
    afterEach(() => backend.dispose());
    changesSuite('PostgreSQL', () => openPostgresIntake(backend.url));
  });
}
