import { askAdmin } from '@pmds/scripts/dataverse/admin';
import { callWebApi } from '@pmds/scripts/dataverse/web-api';
import { runsOf } from '@pmds/scripts/sync/run-result';
import { aDataSync, aStart, sharedSystem, theEnd } from '../support/system.js';
import { until } from '../support/waiting.js';
import { readSyncState } from '@pmds/scripts/sync/watch-run';

describe('a start around the form', () => {
  // Pages of tables with more than 1,000 rows can be made to take their time.
  const system = sharedSystem(1_100);

  const listNamed = (name: RegExp) =>
    system()
      .loaded.lists.filter((list) => name.test(list.name))
      .map(({ id }) => id);

  it.each([
    ['CD-04', 'without a list', () => ({ listIds: [] }), /No marketing list is added\..*Marketing Lists/],
    [
      'CD-12',
      'with an invalid address',
      () => ({ emails: 'ada@example.com; nobody' }),
      /"nobody", which is not an e-mail address/,
    ],
    ['CD-12', 'without an address', () => ({ emails: '' }), /Notification E-mail is empty/],
    [
      'CD-25',
      'with no field for a listed kind',
      () => ({ listIds: listNamed(/Trade fair/), fields: { contact: ['lastname'], lead: [] } }),
      /No Lead field is selected.*Fields to Sync/,
    ],
  ])(
    '%s %s ends Failed with the sentence that the form shows, on the row and in one Trace row',
    async (_, __, wish, sentence) => {
      const result = await theEnd(system(), await aStart(system(), await aDataSync(system(), wish())));
      expect(result.status).toBe('failed');
      expect(result.message).toMatch(sentence);
      expect(result.tables.contact.members + result.tables.lead.members).toBe(0);
      expect([result.errors, result.traces]).toEqual([1, 1]);
    },
  );

  it('CD-24 changes nothing while a run is on, and the row goes on showing the one that runs', async () => {
    const dataSyncId = await aDataSync(system());
    const pageTime = (ms: number) => askAdmin(system().dataverse.adminUrl, 'POST', 'page-time', { ms });
    // The run waits for its first page until the other starts have been answered.
    await pageTime(3_600_000);
    const first = await aStart(system(), dataSyncId);
    const second = await aStart(system(), dataSyncId);
    await callWebApi(
      system().dataverse,
      'POST',
      `pmds_datasyncs(${dataSyncId})/Microsoft.Dynamics.CRM.pmds_StartSync`,
      {},
    );
    await pageTime(0);
    const result = await theEnd(system(), first);
    expect(result.status).toMatch(/^completed/);
    expect(await readSyncState(system().dataverse, dataSyncId, second.runId)).toBeNull();
    expect((await runsOf(system().dataverse, dataSyncId)).map((run) => run['pmds_syncrunid'])).toEqual([first.runId]);
  });

  it('is found by polling when the row asks for it and no webhook comes', async () => {
    const dataSyncId = await aDataSync(system());
    await callWebApi(system().dataverse, 'PATCH', `pmds_datasyncs(${dataSyncId})`, {
      pmds_requestedon: new Date().toISOString(),
    });
    const run = await until('the request is found', async () => (await runsOf(system().dataverse, dataSyncId))[0]);
    const result = await theEnd(system(), { dataSyncId, runId: String(run['pmds_syncrunid']) });
    expect(result.status).toMatch(/^completed/);
  });
});
