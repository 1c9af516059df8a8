import { entryOf, keptFetchedProfile, waitingProfile } from '@pmds/bridge/adapters/sql/intake/intake-codec';
import { dataSyncId, noon, runId } from './builders.js';

const at = noon.toISOString();
const profile = { table: 'contact', id: dataSyncId, values: { a: 1 }, labels: {}, columns: {}, fetchedAt: at };
const entry = (body: unknown) => ({ seq: 7, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('an entry of the intake', () => {
  it.each([
    ['{"kind":"start","request":"secret', 'is not JSON'],
    [{ request: {} }, 'at kind'],
    [{ kind: 'start', request: { runId, dataSyncId, requestedAt: 'secret' } }, 'at request.requestedAt'],
    [{ kind: 'start', request: { runId, requestedAt: at } }, 'at request.dataSyncId'],
    [{ kind: 'closed', closed: { table: 'secret', id: dataSyncId, since: at } }, 'at closed.table'],
    [{ kind: 'change', change: { table: 'lead', id: dataSyncId } }, 'at change.at'],
    [{ kind: 'revocation', rule: { kind: 'run', value: 1, at } }, 'at rule.value'],
    [{ kind: 'profile', profile: { ...profile, values: 'secret' } }, 'at profile.values'],
  ])('of %j is refused by a sentence that names it and the place, and no value', (body, place) => {
    const read = () => entryOf(entry(body));
    expect(read).toThrow('Entry 7 of the intake');
    expect(read).toThrow(place);
    expect(read).not.toThrow(/secret/);
  });

  it('keeps what a later version wrote, and what one of before left out', () => {
    const request = { runId, dataSyncId, requestedAt: at, later: 1 };
    expect(entryOf(entry({ kind: 'start', request }))).toMatchObject({
      seq: 7,
      request: { later: 1, requestedAt: noon },
    });
    expect(entryOf(entry({ kind: 'revocation', runId, at }))).toMatchObject({ rule: { kind: 'run', at: noon } });
    expect(entryOf(entry({ kind: 'cancel', runId }))).toMatchObject({ kind: 'cancel', runId });
  });
});

it.each(['{"values":', '"secret"', JSON.stringify({ ...profile, fetchedAt: 'never' })])(
  'a member fetched on demand that cannot be read is fetched again: %s',
  (kept) => {
    expect(keptFetchedProfile(kept)).toBeNull();
    expect(waitingProfile(entry(`{"kind":"profile","profile":${kept}}`))).toBeNull();
  },
);

it('a member fetched on demand that can be read is used', () => {
  expect(keptFetchedProfile(JSON.stringify(profile))).toEqual({ ...profile, fetchedAt: noon });
  expect(waitingProfile(entry({ kind: 'profile', profile }))).toEqual({ ...profile, fetchedAt: noon });
});
