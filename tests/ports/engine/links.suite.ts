import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { crmColumnDestination } from '@pmds/bridge/adapters/destinations/crm-column/crm-column-destination';
import type { WebForm } from '@pmds/bridge/domain/web-form/web-form';
import type { Revocation } from '@pmds/bridge/domain/revocation';
import type { RefusedRow } from '@pmds/bridge/ports/destination';
import type { LinkMaker } from '@pmds/bridge/ports/links/link-maker';
import type { ColumnValues, PeopleColumns } from '@pmds/bridge/ports/links/people-columns';
import { aPerson, personId, type FakeDataverse } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { aWebForm } from './web-forms.suite';
import { aList, range, World, type Outcome } from './world';

const idOf = (text: string): RowId => {
  const id = parseRowId(text);
  if (!id.ok) throw new Error('The test made an id that is none.');
  return id.value;
};
const service = idOf('bbbbbbbb-0000-4000-8000-000000000001');
const somebody = idOf('bbbbbbbb-0000-4000-8000-000000000002');
const linkColumn = 'pmds_link';

/** Dataverse's side of the columns: rows are changed by the service, and who changed them last is known. */
class Columns implements PeopleColumns {
  calls = 0;
  writes = 0;
  problems: readonly string[] = [];
  why: string | null = null;
  refused: ReadonlySet<RowId> = new Set();
  beforeWrite: () => void = () => undefined;
  readonly #source: FakeDataverse;

  constructor(source: FakeDataverse) {
    this.#source = source;
  }

  now = (): Date => new Date();
  problemsOf = () => Promise.resolve(this.problems);
  writers = () => Promise.resolve(this.why === null ? { users: [service] } : { why: this.why });

  write(table: SelectableTable, rows: readonly ColumnValues[], { since }: { readonly since: Date }) {
    this.calls += 1;
    this.beforeWrite();
    const people = this.#source.people[table];
    const changedByOthers = [...people.values()]
      .filter(
        ({ modifiedon, modifiedby }) => modifiedon instanceof Date && modifiedon >= since && modifiedby !== service,
      )
      .map(({ id }) => id);
    const refused: RefusedRow[] = [];
    for (const { id, values } of rows) {
      const person = people.get(id);
      if (person === undefined || this.refused.has(id)) refused.push({ id, why: 'Dataverse did not take the link.' });
      else {
        people.set(id, { ...person, ...values, modifiedon: new Date(), modifiedby: service });
        this.writes += 1;
      }
    }
    return Promise.resolve({ refused, changedByOthers });
  }
}

const maker = (kid = 'k1'): LinkMaker => ({
  kid,
  linkOf: ({ form, runId, issuedAt }, table, id) =>
    `${form.address}#${[form.key, kid, runId ?? '', issuedAt.getTime(), table, id].join('/')}`,
});

/** Links in columns of people: written once, and again only where they do not hold any more. */
export function linksSuite(store: SuiteStore): void {
  describe('that writes links into a column', () => {
    async function aWorld(people = 60, forms: readonly WebForm[] = [aWebForm(90)]) {
      const world = new World(store.backend, { lists: [aList(1, 'contact')] });
      world.source.add(
        'contact',
        range(0, people).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, people));
      world.runType = 'automatic';
      await inStore(async (unit) => {
        for (const form of forms) await unit.webForms.keep(form, [world.dataSyncId]);
      });
      const columns = new Columns(world.source);
      let links = maker();
      world.makeDestinations = (storage) => [crmColumnDestination({ people: columns, links, storage }, 20)];
      const withKey = (kid: string) => (links = maker(kid));
      return { world, columns, withKey };
    }

    async function inStore(work: Parameters<Awaited<ReturnType<typeof store.backend.open>>['transaction']>[0]) {
      const storage = await store.backend.open();
      try {
        await storage.transaction(work);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
    }
    const revoke = (rule: Omit<Revocation, 'at'>, at = new Date()) =>
      inStore((unit) => unit.revocations.revoke({ ...rule, at }));
    const line = ({ messages }: Outcome): string | undefined =>
      messages.flatMap((message) => (message.kind === 'run-row' ? [message.patch.deliveries ?? ''] : [])).at(-1);
    const linkOf = (world: World, number: number) =>
      world.source.people.contact.get(personId('contact', number))?.[linkColumn];

    it('writes every member once, by one call per batch, and nothing the second time; nobody is read because of it', async () => {
      const { world, columns } = await aWorld();
      await world.run(1);
      expect([columns.calls, columns.writes]).toEqual([3, 60]);
      expect(line(await world.outcome(1))).toBe('Links in columns: contact.pmds_link, 60 rows written.');
      world.source.memberRows = 0;
      await world.run(2);
      const outcome = await world.outcome(2);
      expect(outcome).toMatchObject({ runType: 'incremental', status: 'completed' });
      expect([columns.calls, columns.writes]).toEqual([3, 60]);
      expect(line(outcome)).toBe('Links in columns: contact.pmds_link, 0 rows written, 60 unchanged.');
      expect(world.source.memberRows).toBe(0);
    });

    it('reads a person whom somebody changed just before the link was written, and nobody else', async () => {
      const { world, columns } = await aWorld();
      columns.beforeWrite = () => {
        if (columns.calls !== 2) return;
        // Of the batch that is being written: from now on the row says that the service changed it last.
        const changed = { modifiedon: new Date(), modifiedby: somebody, firstname: 'Changed' };
        world.source.add('contact', [aPerson('contact', 25, changed)]);
      };
      await world.run(1);
      expect(world.source.people.contact.get(personId('contact', 25))?.['modifiedby']).toBe(service);
      columns.beforeWrite = () => undefined;
      const changed = { modifiedon: new Date(Date.now() + 60_000), modifiedby: somebody, firstname: 'Later' };
      world.source.add('contact', [aPerson('contact', 30, { ...changed, [linkColumn]: linkOf(world, 30) })]);
      world.source.memberRows = 0;
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe('incremental');
      const named = await world.reader((reader) =>
        Promise.all([25, 30].map((number) => reader.profiles.find('contact', personId('contact', number)))),
      );
      expect(named.map((profile) => profile?.values['firstname'])).toEqual(['Changed', 'Later']);
      expect(world.source.memberRows).toBe(2);
    });

    it('writes who joined, and everybody anew for another key, form or revocation', async () => {
      const { world, columns, withKey } = await aWorld(30);
      const after = async (run: number) => {
        const before = columns.writes;
        await world.run(run);
        return columns.writes - before;
      };
      expect(await after(1)).toBe(30);
      world.source.add('contact', [aPerson('contact', 40)]);
      world.enlist(1, 'contact', [40]);
      expect(await after(2)).toBe(1);
      withKey('k2');
      expect(await after(3)).toBe(31);
      await inStore((unit) =>
        unit.webForms.keep(aWebForm(90, { addresses: ['https://b.example'] }), [world.dataSyncId]),
      );
      expect(await after(4)).toBe(31);
      const gone = String(linkOf(world, 7));
      await revoke({ kind: 'member', value: personId('contact', 7) });
      expect(await after(5)).toBe(1);
      expect(linkOf(world, 7)).not.toBe(gone);
      const runOfSet = String(linkOf(world, 8)).split('/').at(-4) ?? '';
      await revoke({ kind: 'run', value: runOfSet });
      expect(await after(6)).toBe(31);
      expect(await after(7)).toBe(0);
      await revoke({ kind: 'before', value: '' }, new Date(Date.now() + 5_000));
      expect(await after(8)).toBe(31);
    });

    it('writes anew when half of the time of the links is over, or when a send is planned later', async () => {
      const { world, columns } = await aWorld(5, [aWebForm(90, { linkDays: 30 })]);
      await world.run(1);
      await world.run(2);
      expect(columns.writes).toBe(5);
      await inStore((unit) => unit.webForms.keep(aWebForm(90, { linkDays: 61 }), [world.dataSyncId]));
      await world.run(3);
      expect(columns.writes).toBe(10);
    });

    it('keeps a Trace of each member whose link is not taken, tries him again, and counts him as ready', async () => {
      const { world, columns } = await aWorld(30);
      columns.refused = new Set([3, 17].map((number) => personId('contact', number)));
      await world.run(1);
      const first = await world.outcome(1);
      expect(first.status).toBe('completed');
      expect(line(first)).toBe('Links in columns: contact.pmds_link, 28 rows written, 2 refused.');
      const traces = first.messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      expect(traces.map(({ member, severity, code }) => [member?.id, severity, code]).sort()).toEqual(
        [...columns.refused].map((id) => [id, 'warning', 'DELIVERY_FAILED']),
      );
      columns.refused = new Set();
      await world.run(2);
      expect(columns.writes).toBe(30);
    });

    it('completes and says what is missing where the service may not write, and does not start on a column that is too short', async () => {
      const { world, columns } = await aWorld(5);
      columns.why = 'The application user may not write all rows of contact.';
      await world.run(1);
      const refused = await world.outcome(1);
      expect(refused.counts.contact.synced).toBe(5);
      expect(line(refused)).toBe(
        'Links in columns: not delivered. The application user may not write all rows of contact.',
      );
      expect(columns.calls).toBe(0);
      columns.problems = ['The column "pmds_link" of contact holds 100 characters; a link needs up to 1000.'];
      await world.run(2);
      expect(await world.outcome(2)).toMatchObject({ status: 'failed', failure: 'DESTINATION_NOT_READY' });
    });

    it('N4 writes nobody twice but the batch in which the service died, and all that it should', async () => {
      for (const dieAt of [1, 2, 3]) {
        await store.renew();
        const { world, columns } = await aWorld();
        const stop = new AbortController();
        const written = world.makeDestinations;
        world.makeDestinations = (storage) =>
          (written?.(storage) ?? []).map((inner) => ({
            ...inner,
            begin: async (run, state) => {
              const delivery = await inner.begin(run, state);
              return {
                write: async (batch) => {
                  const result = await delivery.write(batch);
                  if (columns.calls !== dieAt) return result;
                  stop.abort(new Error('killed'));
                  throw new Error('killed');
                },
                finish: () => delivery.finish(),
                abandon: () => delivery.abandon(),
                [Symbol.asyncDispose]: () => delivery[Symbol.asyncDispose](),
              };
            },
          }));
        await world.run(1, stop.signal);
        expect(stop.signal.aborted).toBe(true);
        world.makeDestinations = written;
        expect(await world.run(1)).toBe('ended');
        expect([columns.calls, columns.writes]).toEqual([3, 60]);
        const outcome = await world.outcome(1);
        expect(outcome.status).toBe('completed');
        expect(line(outcome)).toBe('Links in columns: contact.pmds_link, 40 rows written, 20 unchanged.');
        world.source.memberRows = 0;
        await world.run(2);
        expect([columns.writes, world.source.memberRows]).toEqual([60, 0]);
      }
    });
  });
}
