import { createEvents } from '@pmds/bridge/events';
import { backOffs } from '@pmds/bridge/domain/retry-policy';
import { startWorkerThread, WorkerRefused, type WorkerHandle } from '@pmds/bridge/worker/worker-handle';
import { pino } from 'pino';
import { until } from '../support/waiting';

/** A thread whose whole life is a few lines. */
const entry = (script: string) => new URL(`data:text/javascript,${encodeURIComponent(script)}`);
const opening =
  "import { parentPort, workerData } from 'node:worker_threads'; const tell = (m) => parentPort.postMessage(m);";

function anEvents() {
  const log: string[] = [];
  return {
    log,
    events: createEvents('trace', pino({ level: 'trace' }, { write: (line: string) => void log.push(line) })),
  };
}

let handle: WorkerHandle | null = null;
afterEach(async () => {
  await handle?.stop();
  handle = null;
});

describe('the worker thread', () => {
  it('is there only once it says so, hands its events on, and ends when asked', async () => {
    const { events, log } = anEvents();
    const script = `${opening} tell({ kind: 'event', name: 'run-ended', fields: { runId: 'r1' } });
      setTimeout(() => { tell({ kind: 'event', name: 'run-phase', fields: { heard: 'nothing yet' } }); tell({ kind: 'ready' }); }, 50);
      parentPort.on('message', (m) => { tell({ kind: 'event', name: 'run-phase', fields: { heard: m.kind } }); if (m.kind === 'stop') parentPort.close(); });`;
    handle = await startWorkerThread(entry(script), {}, events);
    // What it said before it was ready has been heard by then.
    expect(log.join()).toContain('nothing yet');
    expect(handle.alive).toBe(true);
    handle.wake();
    await until('the wake has arrived', () => log.some((line) => line.includes('"heard":"wake"')));
    await handle.stop();
    expect(handle.alive).toBe(false);
    expect(log.join()).toContain('"runId":"r1"');
  });

  it('is started again after it died of a bug, and the log says of which', async () => {
    const { events, log } = anEvents();
    const script = `${opening} tell({ kind: 'event', name: 'run-phase', fields: { begun: true } });
      tell({ kind: 'ready' }); setTimeout(() => { throw new Error('a bug of ours'); }, 50);`;
    handle = await startWorkerThread(entry(script), {}, events);
    const { worker } = { worker: handle };
    const starts = () => log.filter((line) => line.includes('"begun":true')).length;
    await until('it was started again', () => starts() >= 2);
    expect(log.join()).toContain('a bug of ours');
    await worker.stop();
    expect(worker.alive).toBe(false);
  });

  it('is told of a rush, and whoever is started after it too', async () => {
    const { events, log } = anEvents();
    const script = `${opening} tell({ kind: 'ready' });
      parentPort.on('message', (m) => { tell({ kind: 'event', name: 'run-phase', fields: { heard: m.kind } });
        if (m.kind === 'wake') throw new Error('a bug of ours'); if (m.kind === 'stop') parentPort.close(); });`;
    handle = await startWorkerThread(entry(script), {}, events);
    const rushes = () => log.filter((line) => line.includes('"heard":"rush"')).length;
    handle.rush();
    await until('the first thread has heard it', () => rushes() === 1);
    handle.wake();
    await until('the second thread has heard it', () => rushes() === 2);
  });

  it('that cannot start says why, and is not tried again', async () => {
    const { events, log } = anEvents();
    const script = `${opening} tell({ kind: 'event', name: 'run-phase', fields: { begun: true } });
      tell({ kind: 'refused', reason: 'The store is taken.' }); parentPort.close();`;
    await expect(startWorkerThread(entry(script), {}, events)).rejects.toThrow(
      new WorkerRefused('The store is taken.'),
    );
    // Longer than the pause after which a thread that died of a bug is started again.
    await new Promise((resolve) => setTimeout(resolve, 2 * backOffs.restart.firstMs));
    expect(log.filter((line) => line.includes('"begun":true'))).toHaveLength(1);
  });

  it('is cut off when it does not end by itself', async () => {
    const { events } = anEvents();
    const script = `${opening} tell({ kind: 'ready' }); setTimeout(() => { for (;;); }, 0);`;
    handle = await startWorkerThread(entry(script), {}, events, 200);
    await handle.stop();
    expect(handle.alive).toBe(false);
  });
});
