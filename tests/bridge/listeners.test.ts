import { randomBytes } from 'node:crypto';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createEvents } from '@pmds/bridge/events';
import { createListener, usualLimits, type ListenerLimits } from '@pmds/bridge/http/listener';
import { createOperationsServer } from '@pmds/bridge/http/operations-server';
import { readConfig } from '@pmds/bridge/settings/config';

const events = createEvents('silent');
const short: ListenerLimits = {
  connections: 20,
  headersMs: 300,
  requestMs: 600,
  keepAliveMs: 300,
  idleMs: 1_500,
  requestsPerConnection: 3,
  checkMs: 50,
};
/** Long before a connection is closed by the limits that are usual in Node and here; how long after, a busy machine says. */
const soonMs = 30_000;
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function listening(limits: ListenerLimits): Promise<number> {
  const app = createListener(events.requests, limits);
  app.get('/', async () => ({ hello: true }));
  app.post('/', async () => ({ hello: true }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  opened.push(() => app.close());
  return (app.server.address() as AddressInfo).port;
}

interface Line {
  readonly socket: Socket;
  said: string;
  /** Milliseconds from the beginning until the other side closed. */
  readonly closed: Promise<number>;
}

function aLine(port: number): Line {
  const socket = connect(port, '127.0.0.1');
  const began = performance.now();
  const line: Line = {
    socket,
    said: '',
    closed: new Promise((resolve) => socket.on('close', () => resolve(performance.now() - began))),
  };
  socket.on('data', (data) => (line.said += data.toString())).on('error', () => undefined);
  opened.push(() => socket.destroy());
  return line;
}

/** Sends a text one character at a time. */
function drip(socket: Socket, text: string, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), everyMs);
  opened.push(() => clearInterval(timer));
  socket.on('close', () => clearInterval(timer));
}

const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('S17 a connection', () => {
  it('that says nothing is closed', async () => {
    expect(await aLine(await listening(short)).closed).toBeLessThan(soonMs);
  });

  it('whose headers come a character at a time is closed with 408', async () => {
    const line = aLine(await listening(short));
    line.socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    drip(line.socket, 'slowloris', 20);
    expect(await line.closed).toBeLessThan(soonMs);
    expect(line.said).toContain(' 408 ');
  });

  it('whose body comes a character at a time is closed with 408', async () => {
    const line = aLine(await listening(short));
    line.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n');
    drip(line.socket, ' ', 20);
    expect(await line.closed).toBeLessThan(soonMs);
    expect(line.said).toContain(' 408 ');
  });

  it('that asks and then keeps silent is closed', async () => {
    const line = aLine(await listening(short));
    line.socket.write(ask);
    expect(await line.closed).toBeLessThan(soonMs);
    expect(line.said).toContain('{"hello":true}');
  });

  it('is closed after so many requests', async () => {
    const line = aLine(await listening(short));
    for (let at = 0; at < 5; at += 1) line.socket.write(ask);
    await line.closed;
    expect(line.said.match(/HTTP\/1.1 200/g)).toHaveLength(short.requestsPerConnection);
  });

  it('is not taken beyond the number of connections, and those before go on', async () => {
    const port = await listening({
      ...short,
      headersMs: 60_000,
      requestMs: 60_000,
      keepAliveMs: 60_000,
      idleMs: 60_000,
    });
    const lines = Array.from({ length: short.connections }, () => aLine(port));
    await Promise.all(lines.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await aLine(port).closed).toBeLessThan(soonMs);
    lines[0]!.socket.end(ask);
    await lines[0]!.closed;
    expect(lines[0]!.said).toContain('{"hello":true}');
  });

  it('S17 is answered again when the slow ones have been closed', async () => {
    const port = await listening(short);
    const slow = Array.from({ length: short.connections }, () => aLine(port));
    await Promise.all(slow.map(({ closed }) => closed));
    expect((await fetch(`http://127.0.0.1:${String(port)}/`)).status).toBe(200);
  });

  it('has limits as a service is started: shorter than Dataverse waits, longer than a form takes', () => {
    expect(usualLimits.headersMs).toBeLessThanOrEqual(usualLimits.requestMs);
    expect(usualLimits.requestMs).toBeLessThan(60_000);
    expect(usualLimits.idleMs).toBeGreaterThan(usualLimits.keepAliveMs);
  });
});

describe('S16 what operators reach', () => {
  const status = {
    version: '1.0.0',
    ledger: {
      counts: async () => ({
        activeRuns: 0,
        queuedRuns: 0,
        outboxEntries: 0,
        profiles: 0,
        deadLetters: 0,
        oldestOutboxSeconds: 0,
        isNew: false,
      }),
    },
    serverClock: { skewMs: 0 },
    workerAlive: () => true,
    trouble: { sentence: null },
    events,
  };

  it('needs the key where one is set, on every path', async () => {
    const key = randomBytes(32).toString('base64url');
    const app = createOperationsServer({ events, status, key });
    await app.listen({ host: '127.0.0.1', port: 0 });
    opened.push(() => app.close());
    const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
    const as = (authorization?: string) => ({ headers: authorization === undefined ? {} : { authorization } });
    for (const path of ['/health', '/metrics', '/nothing']) {
      for (const wrong of [undefined, 'Bearer', `Bearer ${key}x`, `Basic ${key}`, 'Bearer ' + 'a'.repeat(43)]) {
        const response = await fetch(`${url}${path}`, as(wrong));
        expect([path, wrong, response.status]).toEqual([path, wrong, 401]);
        expect(await response.text()).not.toContain('pmds_');
      }
    }
    expect((await fetch(`${url}/health`, as(`Bearer ${key}`))).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`, as(`Bearer ${key}`))).text()).toContain('pmds_active_runs');
  });

  it('is this machine alone, unless there is a key', () => {
    const operations = (more: Readonly<Record<string, string>>) => {
      const config = readConfig(more, { dataverse: false, prefillKeys: false });
      return config.ok ? { host: config.value.operations.host, port: config.value.operations.port } : config.failure;
    };
    const key = randomBytes(32).toString('base64url');
    expect(operations({})).toEqual({ host: '127.0.0.1', port: 4621 });
    expect(operations({ PMDS_PORT: '0' })).toEqual({ host: '127.0.0.1', port: 0 });
    expect(operations({ PMDS_PORT: '65535' })).toEqual({ host: '127.0.0.1', port: 65_534 });
    for (const host of ['0.0.0.0', '::', '10.0.0.5', 'bridge.example.com']) {
      expect(operations({ PMDS_OPERATIONS_HOST: host })).toEqual([
        expect.stringContaining('PMDS_OPERATIONS_KEY is missing'),
      ]);
      const withKey = operations({ PMDS_OPERATIONS_HOST: host, PMDS_OPERATIONS_KEY: key });
      expect(withKey).toEqual({ host, port: 4621 });
    }
    expect(operations({ PMDS_PORT: '5000', PMDS_OPERATIONS_PORT: '5000' })).toHaveLength(1);
    expect(operations({ PMDS_OPERATIONS_KEY: 'changeme' })).toHaveLength(1);
  });
});
