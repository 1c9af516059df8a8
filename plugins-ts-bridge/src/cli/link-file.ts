import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { Config } from '../settings/config.js';
import { UsageError, type Values } from './command.js';

/** A file of links that was asked for. */
export interface LinkFileWish {
  readonly dataSyncId: RowId;
  /** Key, name or address of a web form. */
  readonly form: string;
  readonly out: string;
  /** How long links work; `null`: as the web form says. */
  readonly minutes: number | null;
}

/** `pmds link --sync`: what stands on the command line. @throws UsageError */
export function readFileWish(values: Values, config: Config, maxMinutes: number): LinkFileWish {
  const problems: string[] = [];
  const { sync, form, out, table, id, run } = values;
  const dataSyncId = parseRowId(sync);
  if (!dataSyncId.ok) problems.push(`--sync ${String(sync)} is not a GUID.`);
  if (typeof out !== 'string' || out === '') problems.push('--out is missing: the file to write, such as links.csv.');
  if (table !== undefined || id !== undefined || run !== undefined) {
    problems.push('--sync makes links for all members; leave out --table, --id and --run.');
  }
  const named = typeof form === 'string' ? form : config.prefill.formUrl;
  if (named === null) problems.push('--form is missing: the key, the name or an address of a web form.');
  const given = values['ttl-minutes'];
  const minutes = given === undefined ? null : Number(given);
  if (minutes !== null && (!Number.isInteger(minutes) || minutes < 1 || minutes > maxMinutes)) {
    problems.push(`--ttl-minutes has to be a whole number from 1 to ${maxMinutes}.`);
  }
  if (problems.length > 0 || !dataSyncId.ok || typeof out !== 'string' || named === null) {
    throw new UsageError(...problems);
  }
  return { dataSyncId: dataSyncId.value, form: named, out, minutes };
}
