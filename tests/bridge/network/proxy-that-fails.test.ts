import { createServer as httpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { UndiciTransport } from '@pmds/bridge/adapters/dataverse/http/transport';
import { DataverseError } from '@pmds/bridge/adapters/dataverse/http/errors';

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const closing: (() => unknown)[] = [];

beforeEach(() => {
  for (const name of variables) Reflect.deleteProperty(process.env, name);
});
afterEach(async () => {
  for (const name of variables) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  }
  for (const close of closing.splice(0)) await close();
});

/** @returns `host:port` of a proxy that does that with whoever connects. */
async function proxyThat(does: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    does(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

async function failure(url = 'https://contoso.example/api'): Promise<DataverseError> {
  const transport = new UndiciTransport({ tunnelMs: 300 });
  closing.push(() => transport[Symbol.asyncDispose]());
  const answer = await transport.send({ method: 'GET', url, headers: {} }).catch((error: unknown) => error);
  if (!(answer instanceof DataverseError)) throw new Error(`It did not fail as expected: ${String(answer)}`);
  return answer;
}

describe('B10 an outbound proxy that makes no way', () => {
  it.each([
    ['says nothing', () => undefined, 'timeout', 'does not answer in time'],
    ['hangs up', (socket: Socket) => socket.once('data', () => socket.destroy()), 'network', 'does not connect'],
    ['does not speak HTTP', (socket: Socket) => socket.end('SSH-2.0-hello\r\n\r\n'), 'network', 'does not connect'],
  ] as const)('and %s is named with the remedy, and without its password', async (_, does, code, sentence) => {
    const proxy = await proxyThat(does);
    process.env['HTTPS_PROXY'] = `http://ada:pa%3Ass@${proxy}`;
    const error = await failure();
    expect(error.code).toBe(code);
    expect(error.message).toContain(`The outbound proxy ${proxy} ${sentence}`);
    expect(error.message).toMatch(/no way to contoso\.example\. Check HTTPS_PROXY and the proxy.*NO_PROXY/);
    expect(error.message).not.toMatch(/ada|pa(%3A|:)ss/);
  });

  it('and is not there is told apart from an environment that is not there', async () => {
    const server = httpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${port}`;
    expect((await failure()).message).toContain(`The outbound proxy 127.0.0.1:${port} refuses connections`);
    process.env['NO_PROXY'] = '127.0.0.1';
    expect((await failure(`https://127.0.0.1:${port}/api`)).message).toBe(
      `https://127.0.0.1:${port} refuses connections (ECONNREFUSED).`,
    );
  });
});
