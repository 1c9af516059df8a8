import {
  isActive,
  isTerminal,
  mayFollow,
  statusOfValue,
  statusValue,
  syncStatuses,
} from '@pmds/contracts/run/sync-status';

describe('the states of a sync', () => {
  it('have the values of the choice pmds_syncstatus', () => {
    expect(syncStatuses.map(statusValue)).toEqual([
      742100000, 742100001, 742100002, 742100003, 742100004, 742100005, 742100006, 742100007,
    ]);
    for (const status of syncStatuses) expect(statusOfValue(statusValue(status))).toBe(status);
    expect(statusOfValue(742100008)).toBeNull();
    expect(statusOfValue('742100000')).toBeNull();
  });

  const pairs = syncStatuses.flatMap((from) => syncStatuses.map((to) => [from, to] as const));

  it.each(pairs)('CD-17 %s to %s is allowed only where a run can go', (from, to) => {
    const starts = to === 'queued' || to === 'in-progress' || to === 'failed';
    const ends = isTerminal(to);
    const expected = isActive(from)
      ? (from === 'queued' && (to === 'in-progress' || to === 'failed' || to === 'cancelled')) ||
        (from === 'in-progress' && (to === 'waiting' || ends)) ||
        (from === 'waiting' && (to === 'in-progress' || ends))
      : starts;
    expect(mayFollow(from, to)).toBe(expected);
  });

  it('CD-16 an ended run never goes back to running without a new start', () => {
    for (const status of syncStatuses.filter(isTerminal)) expect(mayFollow(status, 'waiting')).toBe(false);
  });
});
