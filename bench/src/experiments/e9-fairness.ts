import { randomUUID } from 'node:crypto';
import { loadRows } from '@pmds/scripts/dataverse/admin';
import { readRows } from '@pmds/scripts/dataverse/web-api';
import type { Experiment } from '../experiment.js';
import { median, rowOf } from '../row.js';
import { openStand, timedRun, type Stand } from '../stand.js';

const smallList = 1_000;
const pageMs = 1_000;

/** E9: somebody with a small list does not wait for somebody with a large one. */
export const fairness: Experiment = {
  id: 'E9',
  title: 'a run of 1,000 members during a large run against the same run alone',
  async measure({ members, runs }, say) {
    await using stand = await openStand({ contacts: members, pageMs, hint: 4 });
    const small = await listOfFirst(stand, smallList);
    const alone: number[] = [];
    const during: number[] = [];
    for (let run = 1; run <= runs; run += 1) alone.push((await timedRun(stand, [small])).seconds);
    const large = { ended: false };
    const run = timedRun(stand).finally(() => (large.ended = true));
    await afterSomePages(stand);
    for (let time = 1; time <= runs; time += 1) during.push((await timedRun(stand, [small])).seconds);
    if (large.ended) throw new Error('The large run ended before the small ones: take more members.');
    await run;
    say(`alone ${alone.join(', ')} s; during ${during.join(', ')} s`);
    return [rowOf({ id: 'E9', value: median(during), baseline: median(alone), unit: 's', runs }, { atMost: 2 })];
  },
};

/** A static list over the first contacts, put in by the path that loads rows. */
async function listOfFirst(stand: Stand, members: number): Promise<string> {
  const { dataverse } = stand.system;
  const rows = await readRows(dataverse, `contacts?$select=contactid&$top=${String(members)}`);
  const listid = randomUUID();
  await loadRows(dataverse.adminUrl, 'list', [
    { listid, listname: 'Small', createdfromcode: 2, type: false, statecode: 0, statuscode: 0, membercount: members },
  ]);
  await loadRows(
    dataverse.adminUrl,
    'listmember',
    rows.map((row) => ({
      listmemberid: randomUUID(),
      listid,
      entityid: String(row['contactid']),
      entitytype: 'contact',
      createdon: new Date().toISOString(),
    })),
  );
  return listid;
}

const inTheMiddle = 8;

/** Waits until the large run is reading member pages. */
async function afterSomePages(stand: Stand): Promise<void> {
  await stand.admin('POST', 'calls/reset');
  for (;;) {
    const calls = (await stand.admin('GET', 'calls')) as { readonly memberPages: number };
    if (calls.memberPages >= inTheMiddle) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
