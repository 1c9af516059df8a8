import { randomUUID } from 'node:crypto';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { systemClock } from '@pmds/bridge/adapters/clock';
import { zoneOfWindows } from '@pmds/bridge/adapters/dataverse/source/access/user-zone';
import { windowsZones } from '@pmds/bridge/adapters/dataverse/source/access/zone-codes';
import { zonesByName } from '@pmds/bridge/adapters/dataverse/source/access/zone-names';
import { createDataverseClient } from '@pmds/bridge/adapters/dataverse/http/create-client';
import { timeZoneOf } from '@pmds/bridge/adapters/dataverse/reporting/claim/time-zone';
import type { SyncTimeZone } from '@pmds/bridge/domain/run/run';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { loadJson } from './values-world';

const aUser = (): RowId => {
  const id = parseRowId(randomUUID());
  if (!id.ok) throw new Error('A made id is no GUID.');
  return id.value;
};

describe('B4 the time zone of a sync', () => {
  let dataverse: LocalDataverse;
  beforeAll(async () => {
    dataverse = await startDataverse({ port: 0 });
  });
  afterAll(() => dataverse.child.stop());

  async function zoneOf(setting: string | null, owner: RowId | null = null): Promise<SyncTimeZone> {
    const { origin: organizationUrl, authority, clientId, clientSecret } = dataverse;
    const users = [{ clientId, clientSecret }];
    const connected = createDataverseClient({ organizationUrl, authority, users }, { clock: systemClock });
    try {
      return await timeZoneOf(connected.client, { setting, owner }, { flow: 'test' });
    } finally {
      await connected[Symbol.asyncDispose]();
    }
  }
  async function ownerWith(timezonecode: number): Promise<RowId> {
    const id = aUser();
    await loadJson(dataverse, 'usersettings', `{"systemuserid":"${id}","timezonecode":${timezonecode}}`);
    return id;
  }

  it.each([
    [110, 'Europe/Berlin'],
    [290, 'Pacific/Auckland'],
    [35, 'America/New_York'],
  ])('is that of its owner, by the code %s', async (code, name) => {
    expect(await zoneOf(null, await ownerWith(code))).toEqual({ setting: null, name });
    expect(await zoneOf('  ', await ownerWith(code))).toEqual({ setting: null, name });
  });

  it.each([
    ['Asia/Jerusalem', 'Asia/Jerusalem'],
    ['105', 'Europe/Paris'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Mars/Olympus', null],
    ['9999', null],
  ])('is what the row says, whoever owns it: %s', async (setting, name) => {
    expect(await zoneOf(setting, await ownerWith(290))).toEqual({ setting, name });
  });

  it.each([
    [134, 'Turkey Standard Time', 'Europe/Istanbul'],
    [47, 'Venezuela Standard Time', 'America/Caracas'],
    [1007, 'W. Europe Standard Time', 'Europe/Berlin'],
    [1008, 'Olympus Standard Time', null],
  ])('is asked of Dataverse by name for the code %s, which is in no table: %s', async (code, standardname, name) => {
    const row = { timezonedefinitionid: randomUUID(), timezonecode: code, standardname, retiredorder: 0 };
    await loadJson(dataverse, 'timezonedefinition', JSON.stringify(row));
    expect(await zoneOf(null, await ownerWith(code))).toEqual({ setting: null, name });
    expect(await zoneOf(String(code))).toEqual({ setting: String(code), name });
    expect(await zoneOf(standardname)).toEqual({ setting: standardname, name });
  });

  it('is known to this Node under every name of the tables', () => {
    for (const [name, iana] of Object.entries(zonesByName)) expect([name, zoneOfWindows(name)]).toEqual([name, iana]);
    for (const { name, iana } of windowsZones) expect([name, zoneOfWindows(name)]).toEqual([name, iana]);
    expect(windowsZones.filter(({ name }) => name in zonesByName)).toEqual([]);
  });

  it('is not guessed for a team, a user without settings and a code that nobody knows', async () => {
    expect(await zoneOf(null)).toEqual({ setting: null, name: null });
    expect(await zoneOf(null, aUser())).toEqual({ setting: null, name: null });
    expect(await zoneOf(null, await ownerWith(1499))).toEqual({ setting: null, name: null });
  });
});
