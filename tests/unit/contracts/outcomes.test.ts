import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { factsOf, memberOutcomes, notReadyOutcomes, outcomesIn } from '@pmds/contracts/run/outcomes';
import type { noOutcomes } from '@pmds/contracts/run/counts';
import { failed, ready, settled, skipped } from '@pmds/contracts/run/counts';

const root = join(__dirname, '../../..');
/** Sources of the product; what loads and checks a rehearsal keeps its own words, or it would prove nothing. */
const sources = ['contracts/src', 'plugins-ts-bridge/src', 'webresources/src', 'controls', 'prefill/src'].flatMap(
  (part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/node_modules|generated|\.d\.ts$/.test(file))
      .map((file) => join(root, part, file)),
);

/** The table, its words in the mail and on the form. */
const always = ['outcomes.ts', 'run-tally-texts.ts', 'en.ts', 'de.ts', 'fr.ts', 'he.ts'];
/** Where a member is given the outcome. */
const rules = {
  'failed-unreadable': ['run-verify.ts'],
  'failed-value': ['build-chunk.ts'],
  'skipped-deleted': ['run-verify.ts'],
  'skipped-inactive': ['inactive.ts'],
  'skipped-no-email': ['no-address.ts'],
  'skipped-opted-out': ['settled-outcome.ts'],
} as const;

describe('the outcomes of members', () => {
  it.each(notReadyOutcomes)(
    '%s is named in the table, in its words, and by the rule that gives it, nowhere else',
    (outcome) => {
      const naming = sources
        .filter((file) => readFileSync(file, 'utf8').includes(`'${outcome}'`))
        .map((file) => basename(file));
      expect([...new Set(naming)].sort()).toEqual([...always, ...rules[outcome]].sort());
    },
  );

  it('each belong to one group, and the groups add up to all members', () => {
    const counts = Object.fromEntries(
      memberOutcomes.map((outcome, index) => [outcome, 2 ** index]),
    ) as typeof noOutcomes;
    expect(ready(counts) + skipped(counts) + failed(counts)).toBe(settled(counts));
    expect(settled(counts)).toBe(2 ** memberOutcomes.length - 1);
    expect([...outcomesIn('ready', 'skipped', 'failed')].sort()).toEqual([...memberOutcomes].sort());
  });

  it('each but those told by table have a column of the run of their own', () => {
    const columns = memberOutcomes.map((outcome) => factsOf(outcome).runColumn);
    const own = columns.filter((column) => column !== null);
    expect(new Set(own).size).toBe(own.length);
    expect(memberOutcomes.filter((outcome) => factsOf(outcome).runColumn === null)).toEqual(['synced']);
  });
});
