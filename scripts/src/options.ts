import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Formats } from '@pmds/contracts/values/formats';
import { formatsOf } from './csv/values/formats.js';
import { StartError } from './start-error.js';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** End after one run that was checked, exit code 0 or 1. */
  readonly once: boolean;
  readonly reportFile: string | null;
  readonly people:
    | { readonly from: 'seed'; readonly contacts: number; readonly seed: number }
    | {
        readonly from: 'files';
        readonly contacts: string | null;
        readonly leads: string | null;
        /** How the files write numbers and dates; `null` = as their cells say. */
        readonly formats: Formats | null;
        /** WHATWG label; `null` = by the first bytes of each file. */
        readonly encoding: string | null;
      };
  /** 0 = any free port. */
  readonly ports: { readonly dataverse: number; readonly bridge: number; readonly forms: number };
  /** New or empty folder for database and logs that outlives the start; `null` = a temporary one. */
  readonly dataFolder: string | null;
}

export const usage = `npm start -- [options]

  --once                   sync once, check the result, exit 0 (right) or 1
  --size N                 seed N contacts and 0.4 N leads (default 20000)
  --seed N                 another set of people of the same size (default 1)
  --contacts FILE.csv      contacts as Dynamics 365 exports them, instead of the seeds
  --leads FILE.csv         leads likewise
  --locale LOCALE          whose numbers and dates the files hold, for example de-DE, en-US, fr-FR or he-IL
                           (default: as the files say without doubt; ISO dates are always read)
  --encoding NAME          encoding of files that are neither UTF-8 nor UTF-16, for example windows-1252
  --report FILE            write what was printed as JSON
  --port-dataverse N       port of the local Dataverse (default 4610, with --once any free one)
  --port-bridge N          port of the bridge (default 4620, likewise)
  --port-forms N           port of the sample web forms (default 4630, likewise); 0 = any free port
  --data DIR               put database and logs into DIR (new or empty) and keep them
`;

const defaultPorts = { dataverse: 4610, bridge: 4620, forms: 4630 };
const largestSize = 5_000_000;

/** Reads the command line. @returns `null` when help was asked for. @throws StartError saying what is wrong. */
export function parseOptions(args: readonly string[]): StartOptions | null {
  const values = parse(args);
  if (values.help === true) return null;
  const once = values.once === true;
  const port = (option: 'port-dataverse' | 'port-bridge' | 'port-forms', usual: number) =>
    whole(option, values[option], once ? 0 : usual, 0, 65_535);
  const files = values.contacts !== undefined || values.leads !== undefined;
  if (files && (values.size !== undefined || values.seed !== undefined)) {
    throw new StartError('--size and --seed belong to the seeds and do nothing with --contacts or --leads.');
  }
  if (!files && (values.locale !== undefined || values.encoding !== undefined)) {
    throw new StartError('--locale and --encoding belong to files and do nothing without --contacts or --leads.');
  }
  return {
    once,
    reportFile: values.report === undefined ? null : resolve(values.report),
    people: files
      ? {
          from: 'files',
          contacts: file('contacts', values.contacts),
          leads: file('leads', values.leads),
          formats: values.locale === undefined ? null : formatsOf(values.locale),
          encoding: values.encoding === undefined ? null : encoding(values.encoding),
        }
      : {
          from: 'seed',
          contacts: whole('size', values.size, 20_000, 1, largestSize),
          seed: whole('seed', values.seed, 1, 0, 4_294_967_295),
        },
    ports: {
      dataverse: port('port-dataverse', defaultPorts.dataverse),
      bridge: port('port-bridge', defaultPorts.bridge),
      forms: port('port-forms', defaultPorts.forms),
    },
    dataFolder: values.data === undefined ? null : emptyFolder(values.data),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        report: { type: 'string' },
        size: { type: 'string' },
        seed: { type: 'string' },
        contacts: { type: 'string' },
        leads: { type: 'string' },
        locale: { type: 'string' },
        encoding: { type: 'string' },
        'port-dataverse': { type: 'string' },
        'port-bridge': { type: 'string' },
        'port-forms': { type: 'string' },
        data: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`);
  }
}

function whole(option: string, text: string | undefined, usual: number, low: number, high: number): number {
  if (text === undefined) return usual;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new StartError(`--${option} takes a whole number from ${String(low)} to ${String(high)}, not "${text}".`);
}

function encoding(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new StartError(`--encoding ${name}: that encoding is not known. Give one such as utf-8 or windows-1252.`);
  }
}

function file(option: string, path: string | undefined): string | null {
  if (path === undefined) return null;
  const full = resolve(path);
  if (!existsSync(full)) {
    throw new StartError(
      `There is no file ${full}. Give --${option} the path of a CSV file exported from Dynamics 365.`,
    );
  }
  if (!statSync(full).isFile()) throw new StartError(`${full} is a folder. Give --${option} the path of a CSV file.`);
  try {
    accessSync(full, constants.R_OK);
  } catch {
    throw new StartError(`${full} cannot be read: this user has no right to. Give the file that right, or copy it.`);
  }
  return full;
}

/** Runs of another start in the same database would meet a Dataverse that knows nothing of them. */
function emptyFolder(path: string): string {
  const full = resolve(path);
  if (!existsSync(full)) return full;
  if (statSync(full).isDirectory() && readdirSync(full).length === 0) return full;
  throw new StartError(`${full} is not empty. Give --data a new or empty folder; every start begins with fresh data.`);
}
