import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { isTimeZone } from '../../../../domain/values/wall-time.js';
import { windowsZones } from './zone-codes.js';
import { zonesByName } from './zone-names.js';

type Call = Pick<DataverseRequest, 'purpose' | 'flow' | 'signal' | 'user'>;
type Json = Readonly<Record<string, unknown>>;

/** A time zone that a user has chosen: its code in Dataverse, and how people call it. */
export interface UserZone {
  readonly code: number;
  readonly name: string;
}

/**
 * Code of the time zone of a user, `null` where Dataverse does not tell it or the user has none. One call.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/usersettings
 */
export async function zoneCodeOf(client: DataverseClient, userId: string, call: Call): Promise<number | null> {
  const answer = await answerOrNull(client, `usersettingscollection(${userId})?$select=timezonecode`, call);
  const code = answer?.['timezonecode'];
  return typeof code === 'number' ? code : null;
}

/** IANA name of a zone, `null` where it is not known. At most one call. */
export async function zoneOfCode(client: DataverseClient, code: number, call: Call): Promise<string | null> {
  const known = windowsZones.find((zone) => zone.code === code);
  if (known !== undefined) return known.iana;
  const name = await standardName(client, code, call);
  return name === null ? null : zoneOfWindows(name);
}

/** IANA name of a zone of Windows, `null` where the name is none of Unicode's table or this Node does not reckon with the zone. */
export function zoneOfWindows(name: string): string | null {
  const iana = windowsZones.find((zone) => zone.name === name)?.iana ?? ianaByName.get(name) ?? null;
  return iana !== null && isTimeZone(iana) ? iana : null;
}

const ianaByName: ReadonlyMap<string, string> = new Map(Object.entries(zonesByName));

/** Time zone of a user, `null` where it is not known: days in conditions begin by the zone of who asks. At most two calls. */
export async function zoneOfUser(client: DataverseClient, userId: string, call: Call): Promise<UserZone | null> {
  const code = await zoneCodeOf(client, userId, call);
  if (code === null) return null;
  const iana = windowsZones.find((zone) => zone.code === code)?.iana;
  if (iana !== undefined) return { code, name: iana };
  const name = await standardName(client, code, call);
  return { code, name: name === null ? `time zone code ${code}` : (zoneOfWindows(name) ?? name) };
}

async function standardName(client: DataverseClient, code: number, call: Call): Promise<string | null> {
  const path = `timezonedefinitions?$select=standardname&$filter=timezonecode eq ${code}`;
  const rows = (await answerOrNull(client, path, call))?.['value'];
  const name = (Array.isArray(rows) ? (rows as readonly Json[]) : [])[0]?.['standardname'];
  return typeof name === 'string' ? name : null;
}

async function answerOrNull(client: DataverseClient, path: string, call: Call): Promise<Json | null> {
  try {
    return (await client.get(path, call)) as Json | null;
  } catch (error) {
    if (error instanceof DataverseError && unknowable.has(error.code)) return null;
    throw error;
  }
}

/** Asking again would not help, and a run does without it. */
const unknowable: ReadonlySet<string> = new Set(['not-found', 'forbidden', 'refused']);
