import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvDestination } from '@pmds/bridge/adapters/destinations/csv/csv-destination';
import type { Delivery, Destination } from '@pmds/bridge/ports/destination';
import { parse } from 'csv-parse/sync';
import { aPerson, personId } from './fake-dataverse';
import type { SuiteStore } from './suite-store';
import { troubledWorld } from './troubled-world';
import { range, World, type Outcome } from './world';

type Records = readonly Readonly<Record<string, string>>[];

/** Members that go elsewhere, too. */
export function deliverySuite(store: SuiteStore): void {
  describe('that delivers a CSV file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'pmds-export-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    const exporting = (world: World, destination: Destination = csvDestination(folder, 7)): World => {
      world.destinations = [destination];
      world.delivered = [{ kind: 'csv' }];
      return world;
    };
    const fileInPlace = () => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, '');
    };
    const isFile = (name: string) => statSync(join(folder, name)).isFile();
    const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
    const text = (): string => {
      expect(files()).toEqual([expect.stringMatching(/^Spring_\d{8}T\d{6}Z_[0-9a-f-]{36}\.csv$/)]);
      return readFileSync(join(folder, files()[0] ?? ''), 'utf8');
    };
    const records = (): Records => parse(text(), { columns: true });
    const line = ({ messages }: Outcome): string | undefined =>
      messages.flatMap((message) => (message.kind === 'run-row' ? [message.patch.deliveries ?? ''] : [])).at(-1);

    it('holds every member that can be read, once, under the names of the columns', async () => {
      const world = exporting(troubledWorld(store.backend));
      await world.run(1);
      const all = records();
      expect(all.map(({ table }) => table).filter((table) => table === 'contact')).toHaveLength(90);
      expect(all.map(({ table }) => table).filter((table) => table === 'lead')).toHaveLength(39);
      expect(new Set(all.map(({ id }) => id)).size).toBe(129);
      expect(all[0]).toEqual({
        table: 'contact',
        id: personId('contact', 0),
        firstname: 'Person 0',
        birthdate: '1980-05-17',
      });
      expect(text().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(statSync(join(folder, files()[0] ?? '')).mode & 0o077).toBe(0);
      expect(line(await world.outcome(1))).toBe(`CSV file: ${files()[0] ?? ''}, 129 rows written.`);
    });

    it('N11 escapes what a spreadsheet would run, and quotes as RFC 4180 says', async () => {
      const world = exporting(new World(store.backend));
      const names = ['=HYPERLINK("http://x")', '+49 30 1', '-1+2', '@sum', '\tx', 'a "b", c', 'two\r\nlines', 'Zoë'];
      world.source.add(
        'contact',
        names.map((firstname, number) => aPerson('contact', number, { firstname })),
      );
      world.enlist(1, 'contact', range(0, names.length));
      await world.run(1);
      expect(records().map(({ firstname }) => firstname)).toEqual([
        `'=HYPERLINK("http://x")`,
        `'+49 30 1`,
        `'-1+2`,
        `'@sum`,
        `'\tx`,
        'a "b", c',
        'two\r\nlines',
        'Zoë',
      ]);
    });

    it('N4 is the same file, whole, whatever batch the service dies in, before or after its commit', async () => {
      await exporting(troubledWorld(store.backend)).run(1);
      const undisturbed = text();
      // The first batch, one of contacts, one of leads, and when all are there.
      const deaths = [
        [1, 'before the write'],
        [8, 'before the commit'],
        [15, 'before the commit'],
        [0, 'before the end'],
      ] as const;
      for (const [dieAt, when] of deaths) {
        rmSync(folder, { recursive: true });
        folder = mkdtempSync(join(tmpdir(), 'pmds-export-'));
        await store.renew();
        const stop = new AbortController();
        const world = exporting(troubledWorld(store.backend), mortal(csvDestination(folder, 7), dieAt, when, stop));
        await world.run(1, stop.signal);
        expect([when, stop.signal.aborted]).toEqual([when, true]);
        expect(files().every((file) => file.endsWith('.part'))).toBe(when !== 'before the end');
        exporting(world);
        expect(await world.run(1)).toBe('ended');
        expect(text()).toBe(undisturbed);
        expect(line(await world.outcome(1))).toContain('129 rows written');
      }
    });

    it('IZ-01 is whole after an incremental run, with what changed, without who left', async () => {
      const world = exporting(new World(store.backend));
      world.source.add(
        'contact',
        range(0, 30).map((number) => aPerson('contact', number)),
      );
      world.enlist(1, 'contact', range(0, 30));
      world.runType = 'automatic';
      await world.run(1);
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), 'pmds-export-'));
      exporting(world);
      const modifiedon = new Date(Date.now() + 60_000);
      world.source.add('contact', [
        aPerson('contact', 3, { modifiedon, firstname: 'Changed' }),
        aPerson('contact', 4, { modifiedon, statecode: 1 }),
        aPerson('contact', 40),
      ]);
      world.enlist(1, 'contact', [40]);
      world.source.members.values().next().value?.delete(personId('contact', 5));
      await world.run(2);
      expect((await world.outcome(2)).runType).toBe('incremental');
      const names = new Map(records().map(({ id, firstname }) => [id, firstname]));
      const expected = [...range(0, 30).filter((number) => number !== 4 && number !== 5), 40];
      expect([...names.keys()].sort()).toEqual(expected.map((number) => personId('contact', number)).sort());
      expect(names.get(personId('contact', 3))).toBe('Changed');
    });

    it('leaves forms prefilled and says what failed when the folder goes away meanwhile', async () => {
      const world = exporting(troubledWorld(store.backend));
      let phases = 0;
      world.onEvent = (name) => {
        if (name !== 'run-phase') return;
        phases += 1;
        // After the claim, which asks whether the folder is there, and the scan.
        if (phases === 3) rmSync(folder, { recursive: true, force: true });
      };
      await world.run(1);
      const outcome = await world.outcome(1);
      expect(outcome.status).toBe('completed-with-errors');
      const found = await world.reader((reader) => reader.profiles.find('contact', personId('contact', 50)));
      expect(found).not.toBeNull();
      const traces = outcome.messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      const [failed, ...more] = traces.filter(({ code }) => code === 'DELIVERY_FAILED');
      expect([failed?.stage, failed?.severity, more]).toEqual(['deliver', 'error', []]);
      expect(failed?.message).toContain('the folder does not exist');
      expect(line(outcome)).toMatch(/^CSV file: not delivered\. Spring_\S+\.csv could not be written: /);
      expect(outcome.errors).toBe(traces.filter(({ severity }) => severity === 'error').length);
    });

    it.each([
      ['the disk is full', 'the disk is full', (part: string) => symlinkSync('/dev/full', part)],
      ['a file takes the place of the folder', 'a file stands where the folder should be', () => fileInPlace()],
      ['a folder has the name of the file', 'the file system says EISDIR', (part: string) => mkdirSync(part)],
    ])('leaves forms prefilled, a sentence and nothing half when %s', async (_, sentence, spoil) => {
      const world = exporting(troubledWorld(store.backend), spoiled(csvDestination(folder, 7), folder, spoil));
      await world.run(1);
      const outcome = await world.outcome(1);
      expect([outcome.status, line(outcome)]).toEqual([
        'completed-with-errors',
        expect.stringMatching(
          new RegExp(`^CSV file: not delivered\\. Spring_\\S+\\.csv could not be written: ${sentence}\\.$`),
        ),
      ]);
      const traces = outcome.messages.flatMap((message) => (message.kind === 'trace' ? [message.trace] : []));
      expect(traces.filter(({ code }) => code === 'DELIVERY_FAILED')).toMatchObject([
        { stage: 'deliver', severity: 'error', message: expect.stringContaining(sentence) as unknown },
      ]);
      expect(await world.reader((reader) => reader.profiles.find('contact', personId('contact', 50)))).not.toBeNull();
      expect(existsSync(folder) && statSync(folder).isDirectory() ? files().filter(isFile) : []).toEqual([]);
    });

    it('fails the delivery, not the run, when what was written is gone after a death', async () => {
      const stop = new AbortController();
      const world = exporting(
        troubledWorld(store.backend),
        mortal(csvDestination(folder, 7), 4, 'before the commit', stop),
      );
      await world.run(1, stop.signal);
      rmSync(join(folder, files()[0] ?? 'none'));
      exporting(world);
      await world.run(1);
      expect(line(await world.outcome(1))).toContain('lost what was written to it');
      expect(files()).toEqual([]);
    });

    it('does not begin when the folder is not there, is a file, or the service has none', async () => {
      const refused = async (destinations: readonly Destination[]): Promise<string> => {
        await store.renew();
        const world = exporting(troubledWorld(store.backend));
        world.destinations = destinations;
        await world.run(1);
        const outcome = await world.outcome(1);
        expect([outcome.status, outcome.failure, world.source.memberRows]).toEqual([
          'failed',
          'DESTINATION_NOT_READY',
          0,
        ]);
        const rows = outcome.messages.flatMap((message) =>
          message.kind === 'sync-row' ? [message.patch.message] : [],
        );
        return rows.at(-1) ?? '';
      };
      expect(await refused([csvDestination(join(folder, 'none'))])).toContain('the folder does not exist');
      expect(await refused([csvDestination(__filename)])).toContain('is a file');
      expect(await refused([])).toContain('PMDS_EXPORT_FOLDER');
    });

    it('takes the file back when the run is cancelled while it delivers', async () => {
      const world = exporting(troubledWorld(store.backend));
      const storage = await store.backend.open();
      try {
        world.destinations = [
          slow(csvDestination(folder, 7), async (batch, run) => {
            if (batch === 3) await storage.transaction((unit) => unit.starts.requestCancel(run));
          }),
        ];
        await world.runIn(storage, 1);
      } finally {
        await storage[Symbol.asyncDispose]();
      }
      expect((await world.outcome(1)).status).toBe('cancelled');
      expect(files()).toEqual([]);
    });
  });
}

/** Something happens to the place of the file right before the first batch. */
function spoiled(inner: Destination, folder: string, spoil: (part: string) => void): Destination {
  let done = false;
  return {
    ...inner,
    begin: (run, state) => {
      const started = (run.startedAt ?? run.requestedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
      if (!done) spoil(join(folder, `Spring_${started}Z_${run.runId}.csv.part`));
      done = true;
      return inner.begin(run, state);
    },
  };
}

/** Dies in the n-th batch: what comes after is not done, as after a kill. */
function mortal(inner: Destination, dieAt: number, when: string, stop: AbortController): Destination {
  let batches = 0;
  const die = (): never => {
    stop.abort(new Error('killed'));
    throw new Error('killed');
  };
  return wrapped(inner, (delivery) => ({
    async write(batch) {
      batches += 1;
      if (batches === dieAt && when === 'before the write') die();
      const result = await delivery.write(batch);
      if (batches === dieAt && when === 'before the commit') die();
      return result;
    },
    async finish() {
      const receipt = await delivery.finish();
      if (when === 'before the end') die();
      return receipt;
    },
  }));
}

/** Does something before each batch, and takes its time afterwards. */
function slow(
  inner: Destination,
  before: (batch: number, run: Parameters<Destination['begin']>[0]['runId']) => Promise<void>,
): Destination {
  let batches = 0;
  return {
    ...inner,
    begin: async (run, state) => {
      const delivery = await inner.begin(run, state);
      return over(delivery, {
        async write(batch) {
          batches += 1;
          await before(batches, run.runId);
          await new Promise((resolve) => setTimeout(resolve, 100));
          return delivery.write(batch);
        },
      });
    },
  };
}

function wrapped(inner: Destination, change: (delivery: Delivery) => Partial<Delivery>): Destination {
  return {
    ...inner,
    begin: async (run, state) => {
      const delivery = await inner.begin(run, state);
      return over(delivery, change(delivery));
    },
  };
}

function over(delivery: Delivery, more: Partial<Delivery>): Delivery {
  return {
    write: (batch) => delivery.write(batch),
    finish: () => delivery.finish(),
    abandon: () => delivery.abandon(),
    [Symbol.asyncDispose]: () => delivery[Symbol.asyncDispose](),
    ...more,
  };
}
