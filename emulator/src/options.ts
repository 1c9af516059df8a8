import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { guidOfName } from './model/guid.js';

/** Everything the command line decides. */
export interface LocalDataverseOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Folder that keeps the rows over restarts. */
  readonly data?: string;
  readonly contacts: number;
  readonly leads: number;
  /** Filled columns of generated rows. */
  readonly columns: number;
  readonly pageMs: number;
  readonly dopHint: number;
  readonly limits: boolean;
  /** No rows but those every organisation and the solution have. */
  readonly empty: boolean;
  /** Path of the solution zip to import. */
  readonly solution?: string;
  readonly unresolvedRecipients: boolean;
  /** The printed application gets the role *Profile Sync Application* instead of System Administrator. */
  readonly leastPrivilege: boolean;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const defaultOptions: LocalDataverseOptions = {
  host: '127.0.0.1',
  port: 4610,
  contacts: 1000,
  leads: 400,
  columns: 20,
  pageMs: 0,
  dopHint: 4,
  limits: false,
  empty: false,
  unresolvedRecipients: false,
  leastPrivilege: false,
  clientId: guidOfName('client:local application'),
  clientSecret: '',
};

export const usage = `npm run dataverse -- [options]
  --port N                 port to answer on (${defaultOptions.port}; 0: any free one)
  --host NAME              address to answer on (${defaultOptions.host})
  --https                  answer over https with a certificate made now; its file is printed as "certificate"
  --data DIR               keep the rows in this folder over restarts
  --contacts N --leads N   rows to generate (${defaultOptions.contacts}, ${defaultOptions.leads})
  --columns N              filled columns of generated rows (${defaultOptions.columns})
  --empty                  no rows at all
  --page-ms N              simulated server time of a page of rows
  --dop-hint N             value of x-ms-dop-hint (${defaultOptions.dopHint})
  --limits                 switch the service protection limits on
  --solution FILE          solution zip to import (the newest unmanaged one in dist/)
  --unresolved-recipients  e-mails may go to addresses without a record
  --least-privilege        the printed application is no administrator but has the role Profile Sync Application
  --client-secret TEXT     secret of the printed application (a random one)
`;

/** A mistake on the command line: told to the person in one sentence. */
export class UsageError extends Error {}

/** @throws UsageError for an unknown option or a value that is none. */
export function readOptions(
  args: readonly string[],
  root: string,
): LocalDataverseOptions & { readonly https: boolean } {
  const values = parse(args);
  const solution = values.solution ?? newestSolution(root);
  if (values.solution !== undefined && !existsSync(values.solution))
    throw new UsageError(`--solution: there is no file ${values.solution}.`);
  return {
    ...defaultOptions,
    host: values.host ?? defaultOptions.host,
    port: numberOf('port', values.port, defaultOptions.port, 65_535),
    contacts: numberOf('contacts', values.contacts, values.leads === undefined ? defaultOptions.contacts : 0),
    leads: numberOf('leads', values.leads, values.contacts === undefined ? defaultOptions.leads : 0),
    columns: numberOf('columns', values.columns, defaultOptions.columns),
    pageMs: numberOf('page-ms', values['page-ms'], 0),
    dopHint: numberOf('dop-hint', values['dop-hint'], defaultOptions.dopHint),
    limits: values.limits ?? false,
    empty: values.empty ?? false,
    unresolvedRecipients: values['unresolved-recipients'] ?? false,
    leastPrivilege: values['least-privilege'] ?? false,
    clientSecret: values['client-secret'] ?? randomBytes(24).toString('base64url'),
    https: values.https ?? false,
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(solution === undefined ? {} : { solution }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: text,
        host: text,
        https: flag,
        data: text,
        contacts: text,
        leads: text,
        columns: text,
        empty: flag,
        'page-ms': text,
        'dop-hint': text,
        limits: flag,
        solution: text,
        'unresolved-recipients': flag,
        'least-privilege': flag,
        'client-secret': text,
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, fallback: number, greatest = 100_000_000): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text) || Number(text) > greatest)
    throw new UsageError(`--${name} must be a whole number up to ${greatest}, not "${text}".`);
  return Number(text);
}

/** The newest unmanaged zip that the packer has written. */
function newestSolution(root: string): string | undefined {
  const folder = join(root, 'dist');
  if (!existsSync(folder)) return undefined;
  const zips = readdirSync(folder).filter((name) => name.endsWith('.zip') && !name.endsWith('_managed.zip'));
  const dated = zips.map((name) => ({ file: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  return dated.sort((a, b) => b.at - a.at)[0]?.file;
}
