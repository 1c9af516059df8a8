import { requestTime } from '../../../webresources/src/ribbon/queue-request';

describe('the time of a queued request', () => {
  const started = new Date('2026-11-21T10:00:00Z');

  it('is now, when nothing was started before or the clock is ahead of the last start', () => {
    const now = new Date('2026-11-21T11:00:00Z');
    expect(requestTime(null, now)).toEqual(now);
    expect(requestTime(started, now)).toEqual(now);
  });

  it('CD-24 is newer than the last start, even when the clock of the browser is behind', () => {
    expect(requestTime(started, new Date('2026-11-21T09:59:00Z')).getTime()).toBeGreaterThan(started.getTime());
  });
});
