import type * as ServerTime from '../../../webresources/src/server-time.js';
import { aSync } from '../fakes/sync-rows.js';
import { type Answer, type FakeWebApi, fakeWebApi } from '../fakes/web-api.js';
import { type FakeXrm, fakeXrm } from '../fakes/xrm.js';

let clock: typeof ServerTime;
let xrm: FakeXrm;
let api: FakeWebApi;
let answer: Answer;
const at = (time: string) => ({ status: 200, headers: { date: time } });

beforeEach(async () => {
  jest.useFakeTimers({ now: new Date('2026-11-20T10:00:00Z') });
  jest.resetModules();
  clock = await import('../../../webresources/src/server-time.js');
  xrm = fakeXrm({ row: () => aSync() });
  answer = at('Fri, 20 Nov 2026 08:30:00 GMT');
  api = fakeWebApi(({ path }) => (path === 'WhoAmI' ? answer : { status: 404 }));
});
afterEach(() => {
  jest.useRealTimers();
  api.restore();
  xrm.restore();
});

it('K9 is what Dataverse says, however far off the clock of the browser is, and goes on evenly', async () => {
  expect(clock.serverNow()).toBeNull();
  expect(await clock.serverTime()).toEqual(new Date('2026-11-20T08:30:00Z'));
  jest.setSystemTime(new Date('2030-01-01T00:00:00Z'));
  await jest.advanceTimersByTimeAsync(90_000);
  expect(clock.serverNow()).toEqual(new Date('2026-11-20T08:31:30Z'));
});

it('is asked for once in five minutes, and once by all who ask at the same time', async () => {
  await Promise.all([clock.serverTime(), clock.serverTime()]);
  await jest.advanceTimersByTimeAsync(300_000);
  await clock.serverTime();
  expect(api.calls).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  answer = at('Fri, 20 Nov 2026 09:00:00 GMT');
  expect(await clock.serverTime()).toEqual(new Date('2026-11-20T09:00:00Z'));
  expect(api.calls).toHaveLength(2);
});

it.each<[string, Answer]>([
  ['is refused', { status: 401, headers: { date: 'Fri, 20 Nov 2026 08:30:00 GMT' } }],
  ['has no date', { status: 200 }],
  ['has a date that is none', at('yesterday')],
])('is not known where the answer %s, and is asked for again', async (_what, given) => {
  answer = given;
  expect(await clock.serverTime()).toBeNull();
  expect(clock.serverNow()).toBeNull();
  answer = at('Fri, 20 Nov 2026 08:30:00 GMT');
  expect(await clock.serverTime()).toEqual(new Date('2026-11-20T08:30:00Z'));
});

it('is not known where nothing answers, and never rejects', async () => {
  api.restore();
  api = fakeWebApi(() => {
    throw new TypeError('Failed to fetch');
  });
  expect(await clock.serverTime()).toBeNull();
});
