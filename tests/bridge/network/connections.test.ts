import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { patiences } from '@pmds/bridge/domain/retry-policy';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';

let dataverse: LocalDataverse;
let secure: LocalDataverse;
let proxy: Server;
let refuses = false;
const tunnels: string[] = [];
const sockets = new Set<Duplex>();

beforeAll(async () => {
  [dataverse, secure] = await Promise.all([
    startDataverse({ port: 0 }),
    startDataverse({ port: 0, options: ['--https'] }),
  ]);
  proxy = createServer((_request, response) => response.writeHead(400).end());
  proxy.on('connect', (request, socket: Duplex) => {
    tunnels.push(request.url ?? '');
    sockets.add(socket);
    if (refuses) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(there).pipe(socket);
    });
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await Promise.all([dataverse.child.stop(), secure.child.stop()]);
});
afterEach(() => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'NO_PROXY']) Reflect.deleteProperty(process.env, name);
  tunnels.length = 0;
  refuses = false;
});

const proxyUrl = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

async function whoAmI({
  origin: organizationUrl,
  authority,
  clientId,
  clientSecret,
}: LocalDataverse): Promise<unknown> {
  const config = { organizationUrl, authority, users: [{ clientId, clientSecret }] };
  await using connected = createDataverseClient(config, { clock: systemClock, patience: patiences.command });
  return await connected.client.get('WhoAmI', { purpose: 'setup' });
}

describe('B10 an outbound proxy', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('named by %s is used for the Web API and for the token', async (name) => {
    process.env[name] = proxyUrl();
    expect(await whoAmI(dataverse)).toHaveProperty('UserId');
    expect(new Set(tunnels)).toEqual(new Set([new URL(dataverse.origin).host]));
  });

  it('is left out for hosts of NO_PROXY', async () => {
    Object.assign(process.env, { HTTP_PROXY: proxyUrl(), NO_PROXY: '127.0.0.1' });
    expect(await whoAmI(dataverse)).toHaveProperty('UserId');
    expect(tunnels).toEqual([]);
  });

  it('that refuses is named with the host that it does not connect to', async () => {
    process.env['HTTP_PROXY'] = proxyUrl();
    refuses = true;
    const sentence = `The outbound proxy ${new URL(proxyUrl()).host} did not connect to 127.0.0.1: it answered 403.`;
    const message = expect.stringContaining(sentence) as unknown;
    await expect(whoAmI(dataverse)).rejects.toMatchObject({ message, failureCode: 'DATAVERSE_UNREACHABLE' });
  });
});

describe('S15 what stands against a connection is named while somebody waits for the command', () => {
  it.each([
    [
      'an untrusted certificate',
      () => secure,
      /certificate of https:.* is not trusted here \(\w+\).*NODE_EXTRA_CA_CERTS/,
      'DATAVERSE_NOT_TRUSTED',
    ],
    [
      'a server that speaks no TLS',
      () => ({ ...dataverse, authority: `https://${new URL(dataverse.origin).host}/x` }),
      /does not speak TLS/,
      'DATAVERSE_NOT_TRUSTED',
    ],
    [
      'a refused connection',
      () => ({ ...dataverse, authority: 'http://127.0.0.1:1/x' }),
      /refuses connections/,
      'DATAVERSE_UNREACHABLE',
    ],
    [
      'an unknown host',
      () => ({ ...dataverse, authority: 'http://nobody.invalid/x' }),
      /nobody\.invalid/,
      'DATAVERSE_UNREACHABLE',
    ],
  ])('%s', async (_, at, sentence, failureCode) => {
    const started = performance.now();
    const message = expect.stringMatching(sentence) as unknown;
    await expect(whoAmI(at())).rejects.toMatchObject({ message, failureCode });
    // The tries of a run take two minutes.
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
