import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { readRows } from '@pmds/scripts/dataverse/web-api';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { aContact, loadJson, readBothWays } from './values-world';

const [english, german, hebrew] = [1033, 1031, 1037] as const;

describe('B12 the label of a choice', () => {
  let dataverse: LocalDataverse;
  let service: string;
  beforeAll(async () => {
    dataverse = await startDataverse({ port: 0 });
    const own = `systemusers?$select=systemuserid&$filter=applicationid eq ${dataverse.clientId}`;
    service = String((await readRows(dataverse, own))[0]?.['systemuserid']);
  });
  afterAll(() => dataverse.child.stop());
  afterEach(() => speaks(english));

  /** The language that the user of the service has in its settings. */
  const speaks = (language: number) =>
    loadJson(dataverse, 'usersettings', JSON.stringify({ systemuserid: service, uilanguageid: language }));
  const called = (column: string, value: number, label: Readonly<Record<number, string>>) =>
    askAdmin(dataverse.adminUrl, 'POST', 'choice-labels', { table: 'contact', column, value, label });

  async function shown(json: string, column: string) {
    const id = await aContact(dataverse, json);
    const [page, byId] = await readBothWays(dataverse, 'contact', id, [column]);
    expect(page?.labels).toEqual(byId?.labels);
    return page?.labels[column];
  }

  it.each([
    ['is in the language of the application user', german, { [english]: 'Male', [german]: 'männlich' }, 'männlich'],
    ['changes with that language', english, { [english]: 'Male', [german]: 'männlich' }, 'Male'],
    ['is in another language where that one has none', german, { [english]: 'Male' }, 'Male'],
    ['is in the only language there is', english, { [hebrew]: 'זכר' }, 'זכר'],
    ['is of no language that has a blank one', german, { [german]: '  ', [hebrew]: 'זכר' }, 'זכר'],
  ])('%s', async (_, language, label, text) => {
    await speaks(language);
    await called('gendercode', 1, label);
    expect(await shown('"gendercode":1', 'gendercode')).toBe(text);
  });

  it('is none, and no number in its place, where there is no text in any language', async () => {
    await called('gendercode', 1, {});
    expect(await shown('"gendercode":1', 'gendercode')).toBeUndefined();
  });

  it('goes for yes and no as for choices', async () => {
    await speaks(german);
    await called('donotphone', 1, { [english]: 'Do not call', [german]: 'Nicht anrufen' });
    await called('donotphone', 0, { [english]: 'Call' });
    expect([await shown('"donotphone":true', 'donotphone'), await shown('"donotphone":false', 'donotphone')]).toEqual([
      'Nicht anrufen',
      'Call',
    ]);
  });
});
