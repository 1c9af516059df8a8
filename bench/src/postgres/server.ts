import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A PostgreSQL server whose databases may be made and dropped. */
interface PostgresServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * What docs/deploy.md tells an administrator to set, for a machine of eight gigabytes and more. Nothing that would lose a
 * committed page: `fsync`, `synchronous_commit` and `full_page_writes` stay as they come.
 */
const recommended: Readonly<Record<string, string>> = {
  shared_buffers: '1GB',
  maintenance_work_mem: '256MB',
  max_wal_size: '8GB',
};

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';

/**
 * The server that PMDS_TEST_POSTGRES names, or one of our own while it is needed.
 * @returns `null` where none is named and none is installed.
 */
export async function postgresServer(): Promise<PostgresServer | null> {
  const named = process.env['PMDS_TEST_POSTGRES'];
  if (named !== undefined) return { url: named, [Symbol.asyncDispose]: () => Promise.resolve() };
  const programs = newestPrograms();
  return programs === null ? null : startServer(programs);
}

/** Why an experiment did not run. */
export const noServer =
  'did not run: it needs PostgreSQL, installed below /usr/lib/postgresql or named in PMDS_TEST_POSTGRES.';

function newestPrograms(): string | null {
  if (!existsSync(installed)) return null;
  const versions = readdirSync(installed)
    .filter((version) => existsSync(join(installed, version, 'bin', 'initdb')))
    .sort((a, b) => Number(a) - Number(b));
  const newest = versions.at(-1);
  return newest === undefined ? null : join(installed, newest, 'bin');
}

async function startServer(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pmds-postgres-'));
  const as = await serverUser(folder);
  const data = join(folder, 'data');
  const call = (program: string, ...args: readonly string[]) =>
    run(join(programs, program), [...args], { cwd: folder, ...as });
  const port = await freePort();
  const chosen = Object.entries(recommended).map(([name, value]) => `-c ${name}=${value}`);
  const settings = ['-p', String(port), '-k', folder, '-c listen_addresses=127.0.0.1', ...chosen].join(' ');
  try {
    await call('initdb', '-D', data, '-A', 'trust', '-U', 'postgres');
    await call('pg_ctl', '-D', data, '-w', '-o', settings, '-l', join(folder, 'log'), 'start');
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    [Symbol.asyncDispose]: async () => {
      await call('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root: then as the user that its package made. */
async function serverUser(folder: string): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
  const [uid, gid] = [await id('-u'), await id('-g')];
  chownSync(folder, uid, gid);
  return { uid, gid };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
