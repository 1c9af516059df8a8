import { documentedLimits, ServiceProtection, Throttled } from '@pmds/emulator/limits/service-protection';

// https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
function protection(limits: Partial<typeof documentedLimits>): ServiceProtection {
  const made = new ServiceProtection();
  made.limits = { ...documentedLimits, on: true, ...limits };
  return made;
}

function refusal(act: () => unknown): Throttled {
  try {
    act();
  } catch (error) {
    if (error instanceof Throttled) return error;
    throw error;
  }
  throw new Error('It was let through.');
}

describe('service protection', () => {
  it('lets exactly the limit of requests through in a window and refuses the next with 0x80072322', () => {
    const limits = protection({ requests: 3 });
    for (let at = 0; at < 3; at++) limits.begin('u', at)(at);
    const refused = refusal(() => limits.begin('u', 1000));
    expect(refused).toMatchObject({ status: 429, code: '0x80072322', retryAfterSeconds: 299 });
    expect(refused.message).toBe('Number of requests exceeded the limit of 3 over time window of 300 seconds.');
    expect(() => limits.begin('other user', 1000)).not.toThrow();
  });

  it('lets requests through again when the window has slid on', () => {
    const limits = protection({ requests: 1 });
    limits.begin('u', 0)(0);
    expect(() => limits.begin('u', 300_001)).not.toThrow();
  });

  it('makes the wait longer for who pushes on', () => {
    const limits = protection({ requests: 1 });
    limits.begin('u', 0)(0);
    const first = refusal(() => limits.begin('u', 1000)).retryAfterSeconds;
    expect(refusal(() => limits.begin('u', 1000)).retryAfterSeconds).toBeGreaterThan(first);
  });

  it('adds up execution time and refuses with 0x80072321', () => {
    const limits = protection({ executionSeconds: 1 });
    limits.begin('u', 0)(1001);
    const refused = refusal(() => limits.begin('u', 2000));
    expect(refused.code).toBe('0x80072321');
    expect(refused.message).toContain('exceeded limit of 1,000  milliseconds over time window of 300 seconds.');
  });

  it('refuses the request after the last concurrent one and forgets those that ended', () => {
    const limits = protection({ concurrent: 2 });
    const end = limits.begin('u', 0);
    limits.begin('u', 0);
    expect(refusal(() => limits.begin('u', 1))).toMatchObject({ code: '0x80072326' });
    end(2);
    expect(() => limits.begin('u', 3)).not.toThrow();
  });

  it('refuses nobody while it is switched off', () => {
    const limits = protection({ on: false, requests: 1 });
    for (let at = 0; at < 5; at++) expect(() => limits.begin('u', at)).not.toThrow();
  });
});
