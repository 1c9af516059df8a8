import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { UndiciTransport, type UndiciTransportOptions } from '@pmds/bridge/adapters/dataverse/http/transport';
import { until } from '../support/waiting.js';

let server: Server;
let transport: UndiciTransport;
let url: string;

async function serve(listener: RequestListener, options: UndiciTransportOptions = {}): Promise<void> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  transport = new UndiciTransport(options);
}
afterEach(async () => {
  await transport[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const page = (more: { readonly signal?: AbortSignal; readonly path?: string } = {}) =>
  transport.send({ method: 'GET', url: `${url}${more.path ?? ''}`, headers: {}, large: true, ...more });
/** A body of so many bytes, told apart by its letter. */
const bodyOf = (path = '') => path.slice(1, 2).repeat(Number(path.slice(2)));

describe('answers of Dataverse', () => {
  it('are whole and hold nothing of answers before, whatever their lengths, when memory is used again', async () => {
    await serve((request, response) => response.end(bodyOf(request.url)));
    for (const path of ['a3000000', 'b17', 'c5000000', 'd0', 'e2999999', 'f5000000']) {
      const reply = await page({ path });
      expect(reply.bytes?.equals(Buffer.from(bodyOf(`/${path}`)))).toBe(true);
      reply.giveBack?.();
    }
  });

  it('stay as they are for whoever has not given their memory back', async () => {
    await serve((request, response) => response.end(bodyOf(request.url)));
    const first = await page({ path: 'a100000' });
    await Promise.all(['b100000', 'c100000', 'd100000'].map((path) => page({ path })));
    expect(first.body).toBe('a'.repeat(100_000));
  });

  it('are taken into memory so many at a time, and one that is given up gives its place on', async () => {
    let answered = 0;
    const held: (() => void)[] = [];
    await serve(
      (_request, response) => {
        answered += 1;
        response.write('x'.repeat(100_000));
        if (answered === 1) held.push(() => response.end());
        else response.end();
      },
      { bodiesAtOnce: 1 },
    );
    const first = page();
    await until('the first is answered', () => answered === 1);
    const givenUp = new AbortController();
    const second = page({ signal: givenUp.signal });
    await until('the second is answered', () => answered === 2);
    const third = page();
    givenUp.abort(new Error('no longer wanted'));
    await expect(second).rejects.toThrow('no longer wanted');
    await until('the third is answered', () => answered === 3);
    let thirdIsThere = false;
    void third.then(() => (thirdIsThere = true));
    expect(thirdIsThere).toBe(false);
    held[0]?.();
    expect((await first).bytes).toHaveLength(100_000);
    expect((await third).bytes).toHaveLength(100_000);
    expect((await page()).bytes).toHaveLength(100_000);
  });

  it('E3 that come together are not all worked on before the next request of the first leaves', async () => {
    const chains = 40;
    const asked: (() => void)[] = [];
    let workedOn = 0;
    let whenNextCame: number | null = null;
    await serve((_request, response) => {
      if (asked.length === chains) {
        whenNextCame ??= workedOn;
        response.end();
        return;
      }
      asked.push(() => response.end('x'.repeat(30_000)));
      if (asked.length === chains) for (const answer of asked) answer();
    });
    const chain = async (): Promise<void> => {
      await page();
      const until = performance.now() + 5;
      while (performance.now() < until);
      workedOn += 1;
      await page();
    };
    await Promise.all(Array.from({ length: chains }, chain));
    expect(workedOn).toBe(chains);
    expect(whenNextCame).toBeLessThan(chains / 2);
  });

  it('that are larger than anything Dataverse would say are refused, and the next one is taken', async () => {
    await serve((request, response) => response.end(bodyOf(request.url)), { maxBodyBytes: 1_000, bodiesAtOnce: 1 });
    await expect(page({ path: 'a1001' })).rejects.toMatchObject({ code: 'too-large', status: 200 });
    expect((await page({ path: 'b1000' })).body).toBe('b'.repeat(1_000));
  });

  it('are unpacked when a proxy packed them', async () => {
    await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('ä'.repeat(50_000)));
    });
    expect((await page()).body).toBe('ä'.repeat(50_000));
  });

  it('that break off are failures of the network, and give their place on', async () => {
    let broken = 0;
    await serve(
      (_request, response) => {
        if ((broken += 1) > 3) return void response.end('whole');
        response.setHeader('content-length', '100000').write('x'.repeat(1_000), () => response.destroy());
      },
      { bodiesAtOnce: 1 },
    );
    for (let time = 0; time < 3; time += 1) await expect(page()).rejects.toMatchObject({ code: 'network' });
    expect((await page()).body).toBe('whole');
  });

  it('are not waited for by whoever gave up before', async () => {
    await serve(() => undefined);
    const givenUp = new AbortController();
    const waiting = page({ signal: givenUp.signal });
    givenUp.abort(new Error('the service stops'));
    await expect(waiting).rejects.toThrow('the service stops');
    await expect(page({ signal: givenUp.signal })).rejects.toThrow('the service stops');
  });
});
