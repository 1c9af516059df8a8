import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { retryAfterMs } from '@pmds/bridge/adapters/dataverse/http/answers/retry-after';
import {
  againMs,
  backOffMs,
  backOffs,
  doubledMs,
  nextDelayMs,
  patiences,
  pauseMs,
} from '@pmds/bridge/domain/retry-policy';

const now = Date.parse('2026-11-28T12:00:00Z');
const date = (ms: number): string => new Date(now + ms).toUTCString();

describe('Retry-After', () => {
  it.each([
    ['seconds', '17', 17_000],
    ['a date', date(30_000), 30_000],
    ['an hour', '3600', 3_600_000],
    ['more than a number holds', '99999999999999999999', 1e23],
    ['two headers', '9, 9', 9_000],
    ['two headers that contradict', '1, 30', 30_000],
    ['two headers of a moment', '1, 1', 5_000],
    ['two dates', `${date(8_000)}, ${date(20_000)}`, 20_000],
    ['none', undefined, null],
    ['an empty one', '', null],
    ['0', '0', null],
    ['0 twice', '0, 0', null],
    ['a date that is over', date(-60_000), null],
    ['a negative number', '-5', null],
    ['words', 'soon', null],
    ['words with a number', '3 seconds', null],
    ['an exponent', '1e3', null],
    ['a year', '2031', 2_031_000],
  ])('B1 of %s', (_, header, wish) => {
    expect(retryAfterMs(header, now)).toBe(wish);
  });
});

describe('how long a refusal makes everybody wait', () => {
  const random = (): number => 0;

  it.each([null, 0, -5, NaN, 999])('B1 not less than five seconds where the wish is %p', (wish) => {
    expect(pauseMs(wish, 1, random)).toBe(5_000);
  });

  it('B1 counted: without a wish each refusal in a row doubles the wait, up to a minute', () => {
    expect([1, 2, 3, 4, 5, 9, 1_000].map((refusals) => pauseMs(null, refusals, random))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
    ]);
  });

  it('B1 spread: processes that were refused together do not come back together', () => {
    expect(new Set([0, 0.25, 0.5, 0.75].map((at) => pauseMs(0, 1, () => at))).size).toBe(4);
  });

  it('S2 does not believe a moment for ever', () => {
    expect([1, 5, 6, 7].map((refusals) => pauseMs(1_000, refusals, random))).toEqual([1_000, 1_000, 5_000, 10_000]);
  });

  it.each([3_600_000, 1e23, Infinity])('S3 not more than ten minutes, whoever asks for %d ms', (wish) => {
    expect(pauseMs(wish, 1, random)).toBeLessThanOrEqual(600_000);
    expect(pauseMs(3_600_000, 1, random, 20_000)).toBe(20_000);
  });
});

describe('the wait before another attempt', () => {
  it('has a floor of half its end, and never exceeds the end', () => {
    for (const [attempt, most] of [
      [1, 500],
      [2, 1_000],
      [7, 30_000],
      [60, 30_000],
    ] as const) {
      expect(backOffMs(attempt, backOffs.call, () => 0)).toBe(most / 2);
      expect(backOffMs(attempt, backOffs.call, () => 1)).toBe(most);
    }
  });

  it('is what the server asked for, within the longest pause', () => {
    const asked = (afterMs: number) => nextDelayMs(1, { retry: { afterMs } }, () => 0, patiences.run, 20_000);
    expect([0, 7_000, 3_600_000].map(asked)).toEqual([250, 7_000, 20_000]);
  });

  it('S15 ends for somebody at a terminal after seconds, for a run after two minutes', () => {
    const total = (patience: (typeof patiences)['run' | 'command' | 'person']): number => {
      let sum = 0;
      for (let attempt = 1; ; attempt += 1) {
        const delay = nextDelayMs(attempt, { retry: { afterMs: 0 } }, () => 1, patience);
        if (delay === null) return sum;
        sum += delay;
      }
    };
    expect(total(patiences.command)).toBeLessThan(2_000);
    expect(total(patiences.run)).toBeGreaterThan(60_000);
    expect(total(patiences.run)).toBeLessThan(120_000);
  });
});

describe('what is tried for as long as it takes', () => {
  it('doubles its wait up to an end of its own', () => {
    expect([1, 2, 3, 9, 5_000].map((attempt) => doubledMs(attempt, backOffs.restart))).toEqual([
      1_000, 2_000, 4_000, 30_000, 30_000,
    ]);
  });

  it('waits as long as it is asked to, and not longer than its end', () => {
    const asked = (attempt: number, wishMs: number) => againMs(attempt, backOffs.reports, wishMs, () => 0);
    expect([0, -5, NaN, 7_000, 3_600_000].map((wishMs) => asked(1, wishMs))).toEqual([500, 500, 500, 7_000, 60_000]);
    expect(asked(5, 2_000)).toBe(8_000);
  });

  it('has no waits of its own beside the one policy', () => {
    const all = sources('plugins-ts-bridge/src');
    expect(all.length).toBeGreaterThan(200);
    const own = all.filter(
      (file) =>
        !file.endsWith('retry-policy.ts') &&
        /\*\s*2\s*\*\*|(restart|delay|pause|troubled|suspended)Ms\s*\*/i.test(readFileSync(file, 'utf8')),
    );
    expect(own).toEqual([]);
  });
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
