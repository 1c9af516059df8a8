import { start } from '../../../webresources/src/ribbon/start-sync.js';
import { aSync } from '../fakes/sync-rows.js';
import { type Answer, type FakeWebApi, fakeWebApi } from '../fakes/web-api.js';
import { type FakeXrm, fakeXrm } from '../fakes/xrm.js';
import { fakeForm } from '../fakes/xrm-form.js';

let xrm: FakeXrm;
let api: FakeWebApi;
afterEach(() => {
  xrm.restore();
  api.restore();
});

/** Presses Start Sync while no service answers, and says yes to the queue. */
async function queue(answer: Answer, startedOn: string | null = null) {
  xrm = fakeXrm({
    row: () => aSync(startedOn === null ? 'draft' : 'completed', { pmds_startedon: startedOn }),
    execute: () => Promise.reject(new Error('The webhook call failed.')),
    confirm: async () => ({ confirmed: true }),
  });
  const date = 'Fri, 20 Nov 2026 08:30:00 GMT';
  api = fakeWebApi(({ path }) => (path === 'WhoAmI' ? { status: 200, headers: { date } } : answer));
  const form = fakeForm();
  await start(form.context);
  const sent = api.calls
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => body as { pmds_requestedon: string });
  return { form, asked: sent.map((body) => Date.parse(body.pmds_requestedon)), said: form.notices.get('pmds.start') };
}

it('asks for a run at the time that it is in Dataverse, and loads the form again', async () => {
  const { form, asked, said } = await queue({ status: 204 });
  const off = (asked[0] ?? 0) - Date.parse('2026-11-20T08:30:00Z');
  expect(asked).toHaveLength(1);
  expect(off >= 0 && off < 3_600_000).toBe(true);
  expect(said).toMatch(/^INFO Queued/);
  expect(form.counts.refreshes).toBe(1);
  expect(xrm.indicators()).toBe(0);
});

it('asks for a run a second after the last start at the earliest, else nobody would take it up', async () => {
  const { asked } = await queue({ status: 204 }, '2030-01-01T00:00:00Z');
  expect(asked).toEqual([Date.parse('2030-01-01T00:00:01Z')]);
});

it.each([
  [{ status: 403, body: { error: { code: '0x1', message: 'No.' } } }, 'ERROR The sync could not be started: No.'],
  [{ status: 500, body: '<html>' }, 'ERROR The sync could not be started: HTTP 500'],
  [{ status: 500, body: {} }, 'ERROR The sync could not be started: HTTP 500'],
  [{ status: 500, body: { error: { message: 7 } } }, 'ERROR The sync could not be started: HTTP 500'],
  [
    { status: 403, body: { error: { message: 'User lacks prvWritepmds_DataSync.' } } },
    /privilege prvWritepmds_DataSync is missing/,
  ],
])('says what stood against it: %j', async (answer, sentence) => {
  const { form, said } = await queue(answer);
  expect(said).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
  expect(form.counts.refreshes).toBe(0);
});

it('says who was faster, and loads the form again', async () => {
  const { form, said } = await queue({ status: 412 });
  expect(said).toMatch(/^WARNING The record was changed/);
  expect(form.counts.refreshes).toBe(1);
});
