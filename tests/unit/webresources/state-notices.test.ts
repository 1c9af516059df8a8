import { parseProgress, progressText } from '../../../webresources/src/forms/progress.js';
import { stateNotices } from '../../../webresources/src/forms/state-notices.js';
import { type SyncRow, syncRowOf } from '../../../webresources/src/sync-row.js';
import { textsFor } from '../../../webresources/src/texts/texts.js';

const text = textsFor(1033);
const aRow = (more: Partial<SyncRow> = {}): SyncRow => ({ ...syncRowOf({}), ...more });
const first = (row: SyncRow) => {
  const [notice] = stateNotices(row, text);
  return notice === undefined ? null : `${notice.level} ${notice.text}`;
};
const progress = (more: object) =>
  JSON.stringify({ stage: 'read', done: 0, total: 0, ratePerSecond: 0, waiting: null, ...more });

it('says nothing about a draft', () => {
  expect(first(aRow())).toBeNull();
});

it('tells a request that nobody has taken from a finished run that came after it', () => {
  const requestedOn = new Date('2026-11-20T10:00:00Z');
  expect(first(aRow({ requestedOn }))).toMatch(/^INFO Requested/);
  expect(first(aRow({ status: 'completed', requestedOn, startedOn: new Date('2026-11-20T10:00:05Z') }))).toMatch(
    /^INFO Completed/,
  );
});

it('N17 says how long and why a run waits', () => {
  const waiting = { seconds: 17, reason: 'Dataverse asked (requests limit)' };
  expect(first(aRow({ status: 'waiting', progress: progress({ waiting }) }))).toBe(
    'WARNING Waiting 17 s: Dataverse asked (requests limit)',
  );
  expect(first(aRow({ status: 'waiting' }))).toBe('WARNING Waiting. The sync goes on by itself.');
});

it('gives the sentence of a run that failed or was cancelled', () => {
  expect(first(aRow({ status: 'failed', message: 'No list.' }))).toBe('ERROR Failed. No list.');
  expect(first(aRow({ status: 'cancelled' }))).toBe('WARNING Cancelled.');
});

it.each([
  [true, 'INFO Safe to send: no member failed. 9 of 10 members ready (90 %).'],
  [false, 'WARNING Not safe to send. 9 of 10 members ready (90 %).'],
])('says whether sending is safe (%s) and how many are ready', (safeToSend, sentence) => {
  const row = aRow({ status: 'completed', safeToSend, readiness: '9 of 10 members ready (90 %).' });
  expect(stateNotices(row, text).map(({ level, text: said }) => `${level} ${said}`)).toContain(sentence);
});

it.each([
  [
    1033,
    'Not safe to send any more: marketing list "Spring" was deactivated. Start the sync again.',
    'Not safe to send any more: marketing list "Spring" was deactivated. Start the sync again.',
  ],
  [
    1031,
    'Not safe to send any more: marketing list "Spring" was deactivated. Start the sync again.',
    'Nicht sicher zu versenden. Not safe to send any more: marketing list "Spring" was deactivated. Start the sync again.',
  ],
  [1033, 'Nobody is left out.', 'Not safe to send. Nobody is left out.'],
  [1033, '', 'Not safe to send.'],
] as const)('K3 says once that sending is not safe any more, in language %i: %j', (language, readiness, said) => {
  const row = aRow({ status: 'completed', safeToSend: false, readiness });
  expect(stateNotices(row, textsFor(language)).find(({ id }) => id === 'pmds.safe')?.text).toBe(said);
});

it('says why a run failed once', () => {
  const row = aRow({ status: 'failed', safeToSend: false, message: 'No list.', readiness: 'No list.' });
  expect(stateNotices(row, text).map(({ text: said }) => said)).toEqual(['Failed. No list.', 'Not safe to send.']);
});

it.each([
  [null, 'the run starts'],
  [progress({ stage: 'scan', done: 5000 }), 'finding members, 5,000 so far'],
  [progress({ done: 50, total: 200 }), 'reading members, 50 of 200 (25 %)'],
  [
    progress({ done: 0, total: 20_000, ratePerSecond: 100 }),
    'reading members, 0 of 20,000 (0 %), 100 per second, 4 min left',
  ],
  [progress({ done: 199, total: 200, ratePerSecond: 1 }), 'reading members, 199 of 200 (99 %), 1 per second, 1 s left'],
  [progress({ stage: 'verify', done: 1, total: 4 }), 'checking that every member is readable, 1 of 4 (25 %)'],
])('writes progress %s as "%s"', (stored, sentence) => {
  expect(progressText(parseProgress(stored), text)).toBe(sentence);
});

it.each(['', '{', '[]', 'null', '{"stage":"unheard"}', '7'])('takes the progress %j for none', (stored) => {
  expect(parseProgress(stored)).toBeNull();
});

it('reads broken numbers in progress as zero', () => {
  expect(parseProgress('{"stage":"read","done":"x","total":-1,"ratePerSecond":null}')).toEqual({
    stage: 'read',
    done: 0,
    total: 0,
    ratePerSecond: 0,
    waiting: null,
  });
});

it.each([
  [1033, 'has the condition'],
  [1031, 'hat die Bedingung'],
  [1036, 'contient la condition'],
  [1037, 'יש התנאי'],
])(
  'B5 warns in language %i of a condition whose days begin elsewhere, and not while a new start waits',
  (id, words) => {
    const zones = { service: 'UTC', owner: 'Pacific/Auckland' };
    const note = { kind: 'zone', list: 'Spring', said: 'createdon today', ...zones } as const;
    const row = aRow({ status: 'completed', safeToSend: true, queries: { notes: [note], more: 0 } });
    const said = stateNotices(row, textsFor(id)).find((notice) => notice.id === 'pmds.queries');
    expect(said?.level).toBe('WARNING');
    for (const part of [words, 'createdon today', 'UTC', 'Pacific/Auckland']) expect(said?.text).toContain(part);
    const asked = { ...row, requestedOn: new Date('2026-11-20T10:00:00Z') };
    expect(stateNotices(asked, textsFor(id)).map((notice) => notice.id)).not.toContain('pmds.queries');
  },
);
