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
    [{ kind: 'lost', lost: { runId, dataSyncId, startedAt: 'secret' } }, 'at lost.startedAt'],
    [{ kind: 'start', request: { ...request, runType: 'secret' } }, 'at request.runType'],
    [{ kind: 'start', request: { ...request, trigger: 'secret' } }, 'at request.trigger'],
    [{ kind: 'start', request: { ...request, traceIds: 'secret' } }, 'at request.traceIds'],
    [{ kind: 'start', request: { ...request, parameters: { listIds: [1] } } }, 'at request.parameters.listIds.0'],
    [{ kind: 'start', request: { ...request, refusal: { code: 'INTERNAL' } } }, 'at request.refusal.detail'],
    [{ kind: 'letter', order: { action: 'drop', number: 1.5 } }, 'at order.number'],
    [{ kind: 'purge', scope: { kind: 'sync' } }, 'at scope.dataSyncId'],
    [{ kind: 'purge', scope: { kind: 'person', id: 1 } }, 'at scope.id'],
    [{ kind: 'purge', scope: { kind: 'fetched', before: 'secret' } }, 'at scope.before'],
    [{ kind: 'closed', closed: { table: 'lead', id: dataSyncId, since: at, reason: 'secret' } }, 'at closed.reason'],
    [
      { kind: 'change', change: { table: 'lead', id: dataSyncId, at, closes: 'secret', merged: false } },
      'at change.closes',
    ],
    [{ kind: 'change', change: { table: 'lead', id: dataSyncId, at, closes: null } }, 'at change.merged'],
    [{ kind: 'revocation', rule: { kind: 'secret', value: '', at } }, 'at rule.kind'],
    [{ kind: 'profile', profile: { ...profile, labels: { a: 1 } } }, 'at profile.labels.a'],
    [{ kind: 'profile', profile: { ...profile, columns: ['secret'] } }, 'at profile.columns'],
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
