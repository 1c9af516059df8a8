import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { SyncTimeZone } from '../../domain/run.js';
import { isTimeZone } from '../../domain/values/wall-time.js';
import type { DataverseClient, DataverseRequest } from '../dataverse/http/client.js';
import { DataverseError } from '../dataverse/http/errors.js';
import { asObject, rowsOf, textOf, type Json } from './json.js';
import { windowsZones } from './zone-codes.js';

type Call = Pick<DataverseRequest, 'flow' | 'signal'>;

/**
 * In which zone a sync shows moments: what its row says, else what its owner has chosen for themselves.
 * @param row With the setting of the sync and its owner. At most two calls.
 */
export async function timeZoneOf(
  client: DataverseClient,
  row: { readonly setting: string | null; readonly owner: RowId | null },
  call: Call,
): Promise<SyncTimeZone> {
  const setting = row.setting?.trim() ?? '';
  if (setting !== '') return { setting, name: await namedZone(client, setting, call) };
  const code = row.owner === null ? null : await zoneCodeOf(client, row.owner, call);
  return { setting: null, name: code === null ? null : await zoneOfCode(client, code, call) };
}

/** The user who owns a row, `null` where a team does: teams have no settings. */
export function owningUser(row: Json): RowId | null {
  const id = parseRowId(row['_owninguser_value']);
  return id.ok ? id.value : null;
}

async function namedZone(client: DataverseClient, setting: string, call: Call): Promise<string | null> {
  if (/^\d{1,4}$/.test(setting)) return zoneOfCode(client, Number(setting), call);
  return isTimeZone(setting) ? setting : zoneOfWindows(setting);
}

/** @returns `null` where the application user may not read the settings, or the user has none. */
async function zoneCodeOf(client: DataverseClient, user: RowId, call: Call): Promise<number | null> {
  const path = `usersettingscollection(${user})?$select=timezonecode`;
  const settings = asObject(await answerOrNull(client, path, call));
  const code = settings['timezonecode'];
  return typeof code === 'number' ? code : null;
}

async function zoneOfCode(client: DataverseClient, code: number, call: Call): Promise<string | null> {
  const known = windowsZones.find((zone) => zone.code === code);
  if (known !== undefined) return known.iana;
  const path = `timezonedefinitions?$select=standardname&$filter=timezonecode eq ${code}`;
  const [definition] = rowsOf(await answerOrNull(client, path, call));
  const name = definition === undefined ? null : textOf(definition['standardname']);
  return name === null ? null : zoneOfWindows(name);
}

function zoneOfWindows(name: string): string | null {
  return windowsZones.find((zone) => zone.name === name)?.iana ?? null;
}

async function answerOrNull(client: DataverseClient, path: string, call: Call): Promise<unknown> {
  try {
    return await client.get(path, { purpose: 'claim', ...call });
  } catch (error) {
    if (error instanceof DataverseError && unknowable.has(error.code)) return null;
    throw error;
  }
}

/** Asking again would not help, and a run does without it. */
const unknowable: ReadonlySet<string> = new Set(['not-found', 'forbidden', 'refused']);
