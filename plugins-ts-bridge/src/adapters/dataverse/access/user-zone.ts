import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import type { RightsCall } from './user-rights.js';

/**
 * What Dataverse calls the time zone of a user, `null` where it does not tell. Days in conditions begin by the zone of who asks.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/usersettings
 */
export async function zoneOfUser(client: DataverseClient, userId: string, call: RightsCall): Promise<string | null> {
  const get = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    return ((await client.get(path, call)) ?? {}) as Readonly<Record<string, unknown>>;
  };
  try {
    const { timezonecode } = await get(`usersettingscollection(${userId})?$select=timezonecode`);
    if (typeof timezonecode !== 'number') return null;
    const path = `timezonedefinitions?$select=userinterfacename&$filter=timezonecode eq ${timezonecode}`;
    const { value } = await get(path);
    const [zone] = (Array.isArray(value) ? value : []) as readonly { readonly userinterfacename?: string }[];
    return zone?.userinterfacename ?? `time zone code ${timezonecode}`;
  } catch (error) {
    // A sentence without the name is better than no run.
    if (error instanceof DataverseError && error.retry === null) return null;
    throw error;
  }
}
