import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of our own on a server; it goes with everything in it. */
interface OwnDatabase extends AsyncDisposable {
  readonly url: string;
}

export async function makeDatabase(server: string): Promise<OwnDatabase> {
  const name = `pmds_bench_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, [Symbol.asyncDispose]: () => onServer(server, `drop database ${name} with (force)`) };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
