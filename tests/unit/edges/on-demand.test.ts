import type { RowId } from '@pmds/contracts/ids';
import { boundedReads, Budget } from '@pmds/bridge/application/prefill/on-demand-reads';
import { newestKept } from '@pmds/bridge/application/prefill/kept-profile';
import type { MemberRead } from '@pmds/bridge/application/prefill/member-read';
import { RequestGate } from '@pmds/bridge/application/prefill/request-gate';
import { contactId, noon, seconds } from './builders.js';

const signal = new AbortController().signal;
const person = (number: number): RowId => contactId.replace('44444444', String(10_000_000 + number)) as RowId;

/** A source that counts, and a clock that the test moves. */
function setting(answer: () => Promise<MemberRead>, readsPerMinute = 300) {
  let now = noon;
  let asked = 0;
  const source = boundedReads({ fetch: () => ((asked += 1), answer()) }, { readsPerMinute, missMs: 60_000 }, () => now);
  return {
    ask: (id: RowId = contactId) => source.fetch('contact', id, ['firstname'], signal),
    asked: () => asked,
    at: (second: number) => void (now = seconds(second)),
  };
}
const nothing = async (): Promise<MemberRead> => ({ kind: 'nothing' });
const closed = async (): Promise<MemberRead> => ({ kind: 'closed', reason: 'deleted', since: noon });

describe('reads on demand', () => {
  it.each([
    ['nothing to show', nothing],
    ['somebody who is closed', closed],
  ])('S12 ask once for 300 requests of %s, and again after a while', async (_case, answer) => {
    const { ask, asked, at } = setting(answer);
    for (let request = 0; request < 300; request += 1) await ask();
    expect(asked()).toBe(1);
    at(59.9);
    await ask();
    expect(asked()).toBe(1);
    at(60);
    await ask();
    expect(asked()).toBe(2);
  });

  it('S12 ask once for requests that come together', async () => {
    const { ask, asked } = setting(nothing);
    await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(asked()).toBe(1);
  });

  it('S12 ask at most so often a minute, for all people together, and say when there is room again', async () => {
    const { ask, asked, at } = setting(nothing, 60);
    for (let one = 0; one < 100; one += 1) await ask(person(one));
    expect(asked()).toBe(60);
    expect(await ask(person(200))).toEqual({ kind: 'busy', retryAfterSeconds: 1 });
    at(1);
    expect(await ask(person(200))).toEqual({ kind: 'nothing' });
  });

  it('S12 count what Dataverse did not answer, and remember nothing of it', async () => {
    const { ask, asked } = setting(() => Promise.reject(new Error('No answer.')), 20);
    for (let request = 0; request < 20; request += 1) await expect(ask()).rejects.toThrow('No answer.');
    expect(await ask()).toMatchObject({ kind: 'busy' });
    expect(asked()).toBe(20);
  });

  it('S12 remember no more people than there is room for', async () => {
    const { ask, asked } = setting(nothing, 100_000);
    for (let one = 0; one <= 10_000; one += 1) await ask(person(one));
    expect(asked()).toBe(10_001);
    await ask(person(10_000));
    expect(asked()).toBe(10_001);
    await ask(person(0));
    expect(asked()).toBe(10_002);
  });

  it('remember nobody who can be shown: what he is shown is kept in the store', async () => {
    const profile = { table: 'contact', id: contactId, values: {}, labels: {}, columns: {}, fetchedAt: noon } as const;
    const { ask, asked } = setting(async () => ({ kind: 'profile', profile }));
    await ask();
    await ask();
    expect(asked()).toBe(2);
  });
});

describe('a budget', () => {
  it('is never made larger or smaller by a clock that steps back', () => {
    let now = noon;
    const budget = new Budget(2, () => now);
    expect([budget.take(), budget.take()]).toEqual([0, 0]);
    now = seconds(-3_600);
    expect(budget.take()).toBeGreaterThan(0);
    now = seconds(-3_570);
    expect(budget.take()).toBe(0);
  });

  it('says a whole number of seconds, one at least', () => {
    const budget = new Budget(6_000, () => noon);
    for (let one = 0; one < 6_000; one += 1) budget.take();
    expect(budget.take()).toBe(1);
  });
});

describe('the gate', () => {
  it('lets everybody in where nothing is bounded, in the same moment too', () => {
    const gate = new RequestGate({ perPerson: Infinity, perForm: Infinity, perClient: Infinity }, () => noon);
    const visitor = { person: 'contact 1', form: 'spring', client: '192.0.2.1' };
    expect([gate.enter(visitor), gate.enter(visitor)]).toEqual([0, 0]);
  });

  it('S12 slows the links of one form down, and those of no other, nor those that name none', () => {
    const gate = new RequestGate({ perPerson: 3, perForm: 4, perClient: 500 }, () => noon);
    const waits = (person: string, form: string | null): boolean => gate.enter({ person, form, client: 'here' }) > 0;
    expect([1, 2, 3, 4, 5].map((one) => waits(`person ${one}`, 'https://a'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(waits('ada', 'https://b')).toBe(false);
    expect([1, 2, 3, 4, 5].some((one) => waits(`another ${one}`, null))).toBe(false);
  });

  it('S12 slows one person down, and one client, and nobody else', () => {
    const gate = new RequestGate({ perPerson: 3, perForm: 500, perClient: 5 }, () => noon);
    const waits = (person: string, client: string): boolean => gate.enter({ person, form: null, client }) > 0;
    expect([1, 2, 3, 4].map(() => waits('ada', 'here'))).toEqual([false, false, false, true]);
    expect(waits('ben', 'here')).toBe(false);
    expect(waits('cid', 'here')).toBe(true);
    expect(waits('cid', 'there')).toBe(false);
  });
});

describe('what is kept of a member', () => {
  const stored = {
    table: 'contact',
    id: contactId,
    values: {},
    labels: {},
    columns: {},
    runId: null,
    storedAt: noon,
  } as const;
  const waiting = (at: number) =>
    ({ table: 'contact', id: contactId, values: {}, labels: {}, columns: {}, fetchedAt: seconds(at) }) as const;

  it('E11 is the newer of ledger and intake', () => {
    expect(newestKept(stored, waiting(1))?.fetchedAt).toEqual(seconds(1));
    expect(newestKept(stored, waiting(-1))?.fetchedAt).toEqual(noon);
    expect(newestKept(null, waiting(1))?.fetchedAt).toEqual(seconds(1));
    expect(newestKept(stored, null)?.fetchedAt).toEqual(noon);
    expect(newestKept(null, null)).toBeNull();
  });
});
