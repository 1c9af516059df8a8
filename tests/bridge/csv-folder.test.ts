import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { csvDestination } from '@pmds/bridge/adapters/destinations/csv/csv-destination';
import type { ClaimedRun } from '@pmds/bridge/domain/run/run';
import type { DeliveryBatch, StagedRow } from '@pmds/bridge/ports/destination';

const built = join(__dirname, '../../plugins-ts-bridge/dist/adapters/destinations/csv/csv-destination.js');
const column = { logicalName: 'firstname', kind: 'text', property: 'firstname' };
/** Of a run, what a destination looks at. */
const aRun = (name: string) => ({
  runId: randomUUID(),
  requestedAt: new Date('2026-11-01T10:00:00Z'),
  startedAt: new Date('2026-11-01T10:00:01Z'),
  order: { name, lists: [] },
  columns: { contact: [column], lead: [] },
});
const asRun = (run: ReturnType<typeof aRun>): ClaimedRun => run as unknown as ClaimedRun;
const rows = (count: number, text: string): readonly StagedRow[] =>
  Array.from({ length: count }, () => ({ id: randomUUID() as StagedRow['id'], cells: JSON.stringify([text]) }));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-folder-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

describe('the folder for exports', () => {
  it('is told to be read-only before anybody is read, to root as well', async () => {
    // What keeps others out lets root in; the kernel's own folder lets nobody make a file.
    const root = process.getuid?.() === 0;
    if (!root) chmodSync(folder, 0o500);
    const readOnly = root ? '/proc/sys' : folder;
    expect(await csvDestination(readOnly).check({ lists: [] })).toEqual([
      expect.stringMatching(/^The folder for exports, \S+, cannot be written to: (?!.*undefined).+\.$/),
    ]);
  });

  it('is left as it was by the check', async () => {
    expect(await csvDestination(folder).check({ lists: [] })).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes the files of two runs at once, of one sync name and one second, each whole', async () => {
    const runs = [aRun('Spring'), aRun('Spring')];
    const destination = csvDestination(folder, 3);
    const deliver = async (run: ReturnType<typeof aRun>, text: string) => {
      let state: Parameters<typeof destination.begin>[1] = null;
      for (let batch = 0; batch < 20; batch += 1) {
        await using delivery = await destination.begin(asRun(run), state);
        ({ state } = await delivery.write({ table: 'contact', rows: rows(3, text) }));
      }
      await using delivery = await destination.begin(asRun(run), state);
      return (await delivery.finish()).at;
    };
    const [one, other] = await Promise.all([deliver(runs[0]!, 'one'), deliver(runs[1]!, 'other')]);
    expect(readdirSync(folder).sort()).toEqual([one, other].sort());
    for (const [name, text] of [
      [one, 'one'],
      [other, 'other'],
    ] as const) {
      const lines = readFileSync(join(folder, name), 'utf8').trim().split('\r\n').slice(1);
      expect([lines.length, lines.every((line) => line.endsWith(`,${text}`))]).toEqual([60, true]);
    }
  });

  it('gives up nothing of another run when one of two is taken back', async () => {
    const [kept, taken] = [aRun('Spring'), aRun('Spring')];
    const destination = csvDestination(folder, 3);
    const batch: DeliveryBatch = { table: 'contact', rows: rows(3, 'x') };
    await using first = await destination.begin(asRun(kept), null);
    await using second = await destination.begin(asRun(taken), null);
    await Promise.all([first.write(batch), second.write(batch)]);
    await second.abandon();
    const { at } = await first.finish();
    expect(readdirSync(folder)).toEqual([at]);
  });

  it('that takes no file of this size says so, and what was written is taken back', async () => {
    // The system itself ends the writing, at 64 KB.
    const script = `
      const { csvDestination } = await import(process.argv[1]);
      const { folder, run, rows } = JSON.parse(process.argv[2]);
      const delivery = await csvDestination(folder).begin({ ...run, startedAt: new Date(run.startedAt) }, null);
      const said = await delivery.write({ table: 'contact', rows }).then(() => 'written', ({ code, message }) => code + ' ' + message);
      await delivery.abandon();
      console.log(said);`;
    const given = JSON.stringify({ folder, run: aRun('Spring'), rows: rows(200, 'y'.repeat(400)) });
    const limited = 'trap "" XFSZ; ulimit -f 64; exec "$0" "$@"';
    const args = ['-c', limited, process.execPath, '--input-type=module', '-e', script, built, given];
    const { stdout } = await promisify(execFile)('bash', args);
    expect(stdout).toMatch(
      /^DELIVERY_FAILED Spring_\S+\.csv could not be written: the file system does not take a file of this size\.\n$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
