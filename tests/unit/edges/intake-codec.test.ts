import { entryOf, keptFetchedProfile, waitingProfile } from '@pmds/bridge/adapters/sql/intake/intake-codec';
import { dataSyncId, noon, runId } from './builders.js';

const at = noon.toISOString();
const profile = { table: 'contact', id: dataSyncId, values: { a: 1 }, labels: {}, columns: {}, fetchedAt: at };
const request = { runId, dataSyncId, runType: 'full', trigger: 'button', requestedAt: at };
const entry = (body: unknown) => ({ seq: 7, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('an entry of the intake', () => {
  it.each([
    ['{"kind":"start","request":"secret', 'is not JSON'],
    [{ request: {} }, 'at kind'],
    [{ kind: 'start', request: { ...request, requestedAt: 'secret' } }, 'at request.requestedAt'],
    [{ kind: 'start', request: { ...request, dataSyncId: undefined } }, 'at request.dataSyncId'],
    [{ kind: 'start', request: { ...request, trigger: undefined } }, 'at request.trigger'],
    [{ kind: 'closed', closed: { table: 'secret', id: dataSyncId, since: at } }, 'at closed.table'],
    [{ kind: 'change', change: { table: 'lead', id: dataSyncId } }, 'at change.at'],
    [{ kind: 'revocation', rule: { kind: 'run', value: 1, at } }, 'at rule.value'],
    [{ kind: 'profile', profile: { ...profile, values: 'secret' } }, 'at profile.values'],
    [{ kind: 'secret', request: {} }, 'at kind'],
    [{ kind: 'start' }, 'at kind'],
    [{ kind: 'letter', order: { action: 'secret', number: 1 } }, 'at order.action'],
    [{ kind: 'purge', scope: { kind: 'secret' } }, 'at scope.kind'],
    [{ kind: 'lost', lost: { runId } }, 'at lost.dataSyncId'],
  ])('of %j cannot be read, which is told by the place, and no value', (body, place) => {
    const read = entryOf(entry(body));
    expect(read).toMatchObject({ seq: 7, kind: 'unreadable', problem: expect.stringContaining(place) as unknown });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('keeps what a later version wrote, and what one of before left out', () => {
    expect(entryOf(entry({ kind: 'start', request: { ...request, later: 1 } }))).toMatchObject({
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
