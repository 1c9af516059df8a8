import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { SyncTimeZone } from '../../../../domain/run/run.js';
import { isTimeZone } from '../../../../domain/values/wall-time.js';
import { zoneCodeOf, zoneOfCode, zoneOfWindows } from '../../source/access/user-zone.js';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import type { Json } from '../json.js';

type Call = Pick<DataverseRequest, 'flow' | 'signal'>;

/**
 * In which zone a sync shows moments: what its row says, else what its owner has chosen for themselves.
 * @param row With the setting of the sync and its owner. At most two calls.
 */
export async function timeZoneOf(
  client: DataverseClient,
  row: { readonly setting: string | null; readonly owner: RowId | null },
  terms: Call,
): Promise<SyncTimeZone> {
  const call = { purpose: 'claim', ...terms } as const;
  const setting = row.setting?.trim() ?? '';
  if (/^\d{1,4}$/.test(setting)) return { setting, name: await zoneOfCode(client, Number(setting), call) };
  if (setting !== '') return { setting, name: isTimeZone(setting) ? setting : zoneOfWindows(setting) };
  const code = row.owner === null ? null : await zoneCodeOf(client, row.owner, call);
  return { setting: null, name: code === null ? null : await zoneOfCode(client, code, call) };
}

/** The user who owns a row, `null` where a team does: teams have no settings. */
export function owningUser(row: Json): RowId | null {
  const id = parseRowId(row['_owninguser_value']);
  return id.ok ? id.value : null;
}
