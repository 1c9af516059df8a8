import { createServer as httpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { strangerOf } from '@pmds/bridge/adapters/dataverse/http/answers/stranger';
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
    ['says nothing', () => undefined, 'network', 'does not answer in time'],
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

  it.each([
    ['407 Proxy Authentication Required', 'wants a user and password (407). Give them in HTTPS_PROXY', false],
    ['407 Proxy Authentication Required', 'does not accept the user and password in HTTPS_PROXY (407)', true],
    ['403 Forbidden', 'did not connect to contoso.example: it answered 403. Have the host allowed there', true],
    ['502 Bad Gateway', 'did not connect to contoso.example: it answered 502. Check the way of the proxy', false],
    [
      '503 Service Unavailable',
      'did not connect to contoso.example: it answered 503. Check the way of the proxy',
      true,
    ],
  ] as const)('and answers %s is named (%s)', async (answer, sentence, signedIn) => {
    const proxy = await proxyThat((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 ${answer}\r\nContent-Length: 0\r\n\r\n`));
    });
    process.env['HTTPS_PROXY'] = `http://${signedIn ? 'ada:pa%3Ass@' : ''}${proxy}`;
    const error = await failure();
    expect(error.message).toContain(`The outbound proxy ${proxy} ${sentence}`);
    expect(error.message).not.toMatch(/ada|pa(%3A|:)ss/);
    expect(error.lasting).toBe(answer.startsWith('407'));
  });

  it.each([
    [
      'hangs up while the host is greeted',
      (socket: Socket) => socket.destroy(),
      /^The connection to|does not speak TLS/,
    ],
    [
      'answers the greeting itself',
      (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /does not speak TLS/,
    ],
  ] as const)('and %s is named beside the host', async (_, does, sentence) => {
    const proxy = await proxyThat((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.once('data', () => does(socket));
      });
    });
    process.env['HTTPS_PROXY'] = `http://ada:pa%3Ass@${proxy}`;
    const { message } = await failure();
    expect(message).toMatch(sentence);
    expect(message).toContain('https://contoso.example');
    expect(message).toMatch(new RegExp(`The way there leads through the outbound proxy ${proxy}\\.$`));
    expect(message).not.toMatch(/ada|pa(%3A|:)ss/);
  });

  it('and answers in the place of a host is named behind the sentence', async () => {
    const proxy = await proxyThat((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.once('data', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
      });
    });
    process.env['HTTP_PROXY'] = `http://${proxy}`;
    const transport = new UndiciTransport({ tunnelMs: 300 });
    closing.push(() => transport[Symbol.asyncDispose]());
    const reply = await transport.send({ method: 'GET', url: 'http://contoso.example/api', headers: {} });
    expect(strangerOf(reply, 'http://contoso.example')).toBe(
      `A gateway before http://contoso.example answered 502. The way there leads through the outbound proxy ${proxy}.`,
    );
    expect(strangerOf({ ...reply, status: 407 }, 'http://contoso.example')).toContain(
      `The outbound proxy ${proxy} wants`,
    );
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
