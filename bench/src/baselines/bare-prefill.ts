import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { openSqlite } from '@pmds/bridge/adapters/sql/driver/open';

/** What the bare server is told: the store, the key, and the bytes that the service answered for each person. */
export interface BarePrefill {
  readonly ledger: string;
  readonly generation: number;
  readonly secret: string;
  readonly answers: Readonly<Record<string, string>>;
}

/**
 * The least that a server can do for a link: checks the same signature, reads the same row by its key, writes the same bytes.
 * Run as a process of its own: `node bare-prefill.js FILE`, says its port.
 */
function serve({ ledger, generation, secret, answers }: BarePrefill): void {
  const handle = openSqlite(ledger, { readonly: true });
  const row = handle.prepare(`select cells from profile_${generation} where tbl = ? and id = ?`);
  const server = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').slice('Bearer '.length);
    const end = token.lastIndexOf('.');
    const expected = Buffer.from(createHmac('sha256', secret).update(token.slice(0, end)).digest('base64url'));
    const given = Buffer.from(token.slice(end + 1));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return response.writeHead(401).end();
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
    if (row.get(1, Buffer.from(sub.replaceAll('-', ''), 'hex')) === undefined) return response.writeHead(404).end();
    const body = answers[sub] ?? '';
    return response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`));
}

const [, script, file] = process.argv;
if (script?.endsWith('bare-prefill.js') === true && file !== undefined) {
  serve(JSON.parse(readFileSync(file, 'utf8')) as BarePrefill);
}
