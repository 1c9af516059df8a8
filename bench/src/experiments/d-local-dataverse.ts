import { Agent, request } from 'undici';
import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { askAdmin } from '@pmds/scripts/dataverse/admin';
import type { Experiment } from '../experiment.js';
import { nextCookie, pageQuery, type FetchedPage } from '../baselines/fetch-pages.js';
import { median, rowOf } from '../row.js';
import { membersOf } from './member-query.js';

const loadSeconds = 60;
const pageMs = 40;
const pages = 60;

/** D: the local Dataverse must never be what a benchmark measures. */
export const localDataverse: Experiment = {
  id: 'D',
  title: 'the local Dataverse: loading members, and a page of 5,000 rows of 20 columns',
  async measure({ members }, say) {
    const dataverse = await startDataverse({ port: 0 });
    try {
      const started = performance.now();
      const made = (await askAdmin(dataverse.adminUrl, 'POST', 'generate', {
        contacts: members,
        leads: 0,
        columns: 20,
      })) as { readonly contactListId: string };
      const seconds = (performance.now() - started) / 1_000;
      const times = await pageTimes(dataverse, made.contactListId);
      say(`${String(members)} contacts and memberships in ${String(seconds)} s; pages ${String(median(times))} ms`);
      return [
        rowOf({ id: 'D load', value: seconds, baseline: loadSeconds, unit: 's', runs: 1 }, { atMost: 1 }),
        rowOf({ id: 'D page', value: median(times), baseline: pageMs, unit: 'ms', runs: times.length }, { atMost: 1 }),
      ];
    } finally {
      await dataverse.child.stop();
    }
  },
};

/** Milliseconds from asking for a page to its last byte, one at a time, without parsing it. The first, which plans the query, is left out. */
async function pageTimes(dataverse: LocalDataverse, listId: string): Promise<readonly number[]> {
  const agent = new Agent({ connections: 1 });
  const query = membersOf(listId);
  const times: number[] = [];
  let cookie: string | null = null;
  for (let page = 1; page <= pages + 1; page += 1) {
    const { url, headers } = pageQuery(dataverse, query.entitySet, query.fetchXml, page, cookie);
    const started = performance.now();
    const answer = await request(url, { dispatcher: agent, headers });
    const body = await answer.body.text();
    if (page > 1) times.push(performance.now() - started);
    const { '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': outer } = JSON.parse(body) as FetchedPage;
    cookie = nextCookie(outer);
    if (cookie === null) break;
  }
  await agent.close();
  return times;
}
