import { parseOptions } from '@pmds/scripts/options';
import { ProgressBar, progressLine } from '@pmds/scripts/terminal/progress-bar';
import { parseProgress } from '@pmds/scripts/sync/watch-run';

const progress = { label: 'Reading members', done: 2_500, total: 10_000, perSecond: 500, remark: null };

describe('the progress bar', () => {
  it('shows share, count, rate and time left', () => {
    expect(progressLine(progress)).toMatch(
      /^Reading members +█{7}░{21} +25 % {2}2,500 of 10,000 {2}500\/s {2}15 s left$/,
    );
    expect(progressLine({ ...progress, perSecond: 10 })).toContain('13 min left');
  });

  it('says why it waits instead of the time left', () => {
    expect(progressLine({ ...progress, remark: 'waiting 17 s: Dataverse asked' })).toContain(
      'waiting 17 s: Dataverse asked',
    );
  });

  it('writes one line over on a terminal and few lines elsewhere', () => {
    const written = (isTerminal: boolean) => {
      const texts: string[] = [];
      let now = 0;
      const bar = new ProgressBar({ isTerminal, write: (text) => texts.push(text), now: () => now });
      for (let done = 0; done <= 10_000; done += 100, now += 100) bar.show({ ...progress, done });
      bar.end();
      return texts.join('');
    };
    expect(written(true).split('\n')).toHaveLength(2);
    expect(written(false).split('\n').length).toBeLessThan(8);
    expect(written(false)).not.toContain('\u001b');
  });
});

describe('the progress column', () => {
  it('is read into stage, count, rate and waiting reason', () => {
    const text =
      '{"stage":"read","done":5,"total":9,"ratePerSecond":2,"waiting":{"seconds":17,"reason":"Dataverse asked"}}';
    expect(parseProgress(text)).toEqual({
      label: 'Reading members',
      done: 5,
      total: 9,
      perSecond: 2,
      remark: 'waiting 17 s: Dataverse asked',
    });
  });
  it.each([null, '', 'no JSON', '[]', '{"stage":1}'])('is no progress when it holds %p', (text) => {
    expect(parseProgress(text)).toBeNull();
  });
});

describe('the options of npm start', () => {
  it('take free ports with --once and the usual ones without', () => {
    expect(parseOptions(['--once'])?.ports).toEqual({ dataverse: 0, bridge: 0, forms: 0 });
    expect(parseOptions([])?.ports).toEqual({ dataverse: 4610, bridge: 4620, forms: 4630 });
    expect(parseOptions(['--port-bridge', '5000'])?.ports.bridge).toBe(5_000);
  });
  it.each([
    [['--size', 'many'], '--size takes a whole number from 1 to 5000000, not "many".'],
    [['--size', '0'], '--size takes a whole number'],
    [['--port-forms', '65536'], '--port-forms takes a whole number from 0 to 65535'],
    [['--size', '5', '--leads', 'x.csv'], '--size and --seed belong to the seeds'],
    [['--contacts', 'no-such.csv'], 'There is no file'],
    [['--locale', 'de-DE'], '--locale and --encoding belong to files'],
    [['--encoding', 'utf-8', '--once'], '--locale and --encoding belong to files'],
    [['--contacts', 'package.json', '--locale', 'de'], '--locale de names no country.'],
    [['--contacts', 'package.json', '--encoding', 'ebcdic'], '--encoding ebcdic: that encoding is not known.'],
    [['--colour'], "Unknown option '--colour'"],
  ])('%p are refused with a sentence', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(sentence);
  });
});
