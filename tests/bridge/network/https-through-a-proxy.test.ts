import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { bridgeEnvironment, pmds, type BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';

type Manner = 'open' | 'wants a password' | 'bad gateway' | 'silent';

let dataverse: LocalDataverse;
let proxy: Server;
let folder: string;
let manner: Manner = 'open';
const asked: { readonly host: string; readonly authorization: string }[] = [];
const sockets = new Set<Duplex>();
const credentials = `Basic ${Buffer.from('ada:pa:ss@word').toString('base64')}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pmds-proxy-'));
  dataverse = await startDataverse({ port: 0, options: ['--https'] });
  proxy = createServer((_request, response) => response.writeHead(400).end());
  proxy.on('connect', (request, socket: Duplex) => {
    const authorization = request.headers['proxy-authorization'] ?? '';
    asked.push({ host: request.url ?? '', authorization });
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (manner === 'silent') return;
    if (manner === 'bad gateway') return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    if (manner === 'wants a password' && authorization !== credentials) {
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(there).pipe(socket);
    });
    there.on('error', () => socket.destroy());
    socket.on('close', () => there.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await dataverse.child.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked.length = 0;
  manner = 'open';
});

const proxyUrl = (user = ''): string => `http://${user}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const certificate = (): string => String((dataverse.child.answer as { readonly certificate?: string }).certificate);

/** A process of its own: Node reads house certificates when it starts. */
async function doctor(more: BridgeEnvironment): Promise<string> {
  const wish = { dataverse, store: folder, port: 0, formOrigins: [], formUrl: 'https://forms.example.com/a.html' };
  const trusted = { NODE_EXTRA_CA_CERTS: certificate() };
  const { stdout, stderr } = await pmds({ ...bridgeEnvironment(wish), ...trusted, ...more }, 'doctor');
  return `${stdout}${stderr}`;
}

describe('B10 an environment by https through an outbound proxy', () => {
  it('is reached by CONNECT, and trusted by the certificate of the house', async () => {
    expect(await doctor({ HTTPS_PROXY: proxyUrl() })).toContain(`sign-in: ${dataverse.origin}`);
    expect(new Set(asked.map(({ host }) => host))).toEqual(new Set([new URL(dataverse.origin).host]));
  });

  it('is reached with the user and password of the proxy, which stand in no message', async () => {
    manner = 'wants a password';
    const said = await doctor({ https_proxy: proxyUrl('ada:pa%3Ass%40word@') });
    expect(said).toContain(`sign-in: ${dataverse.origin}`);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set([credentials]));
    expect(said).not.toMatch(/pa(%3A|:)ss/);
  });

  it('is reached straight where NO_PROXY names it', async () => {
    manner = 'bad gateway';
    const host = new URL(dataverse.origin).hostname;
    expect(await doctor({ HTTPS_PROXY: proxyUrl(), NO_PROXY: `other.example,${host}` })).toContain('sign-in: ');
    expect(asked).toEqual([]);
  });

  it.each([
    [
      'wants a password',
      /outbound proxy 127\.0\.0\.1:\d+ does not accept the user and password in HTTPS_PROXY \(407\)/,
    ],
    ['bad gateway', /outbound proxy 127\.0\.0\.1:\d+ did not connect to .*: it answered 502/],
  ] as const)('says of a proxy that is one of "%s" what it is', async (how, sentence) => {
    manner = how;
    const said = await doctor({ HTTPS_PROXY: proxyUrl('ada:wrong@') });
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/ada:wrong|\n +at /);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('names a silent proxy after one try, since somebody waits', async () => {
    manner = 'silent';
    const said = await doctor({ HTTPS_PROXY: proxyUrl('ada:wrong@') });
    expect(said).toContain(`The outbound proxy ${new URL(proxyUrl()).host} does not answer in time`);
    expect(said).toMatch(/Check HTTPS_PROXY and the proxy.*NO_PROXY/);
    expect(said).not.toMatch(/ada|wrong|\n +at /);
    expect(asked).toHaveLength(1);
  });
});
