import { brakeOfCounts, storedBrake, type BrakeFinding } from '@pmds/contracts/start/brake';

const list = { of: 'list', id: '0d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a10', name: 'Spring', before: 10, now: 1 } as const;
const table = { of: 'table', table: 'lead', before: 9, now: 4 } as const;
const all = { of: 'all', before: 19, now: 5 } as const;
const read = (brake: unknown) => brakeOfCounts(JSON.stringify({ brake }));

describe('what a run row says of its brake', () => {
  it('comes back as it was stored', () => {
    expect(read(storedBrake([list, table, all]))).toEqual({ findings: [list, table, all], more: 0 });
  });

  it.each([
    [19, 19, 0],
    [20, 20, 0],
    [21, 20, 1],
    [45, 20, 25],
  ])('of %i findings keeps %i and counts %i more', (found, kept, more) => {
    const findings = Array.from({ length: found }, (_, now): BrakeFinding => ({ ...list, now }));
    const stored = storedBrake(findings);
    expect([stored.findings.length, stored.more]).toEqual([kept, more]);
    expect(stored.findings).toEqual(findings.slice(0, kept));
  });

  it.each([
    ['an empty list', { findings: [], more: 1 }],
    ['no list', { findings: { length: 1 }, more: 1 }],
    ['nothing', null],
    ['one finding of two that is none', { findings: [list, 'x'] }],
    ['a finding that is null', { findings: [null] }],
    ['a number before that is none', { findings: [{ ...all, before: '9' }] }],
    ['a number now that is none', { findings: [{ ...all, now: null }] }],
    ['a list without a name', { findings: [{ ...list, name: 7 }] }],
    ['a table that is none', { findings: [{ ...table, table: 'account' }] }],
    ['a subject that is none', { findings: [{ ...all, of: 'some' }] }],
    ['a table where a subject is meant', { findings: [{ ...table, of: 'some' }] }],
  ])('is nothing where there is %s', (_what, brake) => {
    expect(read(brake)).toBeNull();
  });

  it('counts no more where the number cannot be read', () => {
    expect(read({ findings: [all], more: 'x' })).toEqual({ findings: [all], more: 0 });
    expect(read({ findings: [all], more: 3 })).toEqual({ findings: [all], more: 3 });
  });

  it.each([undefined, null, 7, '', 'no JSON', '{}', 'null'])('is nothing in %j', (text) => {
    expect(brakeOfCounts(text)).toBeNull();
  });
});
