import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import { expectedCounts, isMember } from '@pmds/scripts/seeds/expected';
import { listMemberRows, seedLists } from '@pmds/scripts/seeds/lists';
import { memberRow } from '@pmds/scripts/seeds/member-rows';
import { rowIdOf } from '@pmds/scripts/seeds/random';
import { seedOfSize } from '@pmds/scripts/seeds/seed';
import { troubleOf } from '@pmds/scripts/seeds/trouble';
import { expectedProfile } from '@pmds/scripts/population/seeded';

const seed = seedOfSize(2_000, 1);
const lists = seedLists(seed);

describe('the seeds', () => {
  it('make the same row again from seed, table and index alone', () => {
    expect(memberRow(1, 'contact', 1_234)).toEqual(memberRow(1, 'contact', 1_234));
    expect(memberRow(2, 'contact', 1_234)).not.toEqual(memberRow(1, 'contact', 1_234));
    expect(memberRow(1, 'lead', 7)['leadid']).not.toEqual(memberRow(1, 'contact', 7)['contactid']);
  });

  it('give every row of a table an id of its own', () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, index) => rowIdOf(1, 'contact', index)));
    expect(ids.size).toBe(100_000);
    for (const id of [...ids].slice(0, 1_000))
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('are N contacts and 0.4 N leads', () => {
    expect(seedOfSize(20_000, 1)).toEqual({ seed: 1, contacts: 20_000, leads: 8_000 });
  });

  it('have names in ten scripts', () => {
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Han', 'Hiragana', 'Katakana', 'Devanagari'];
    const text = Array.from({ length: 2_000 }, (_, index) => String(memberRow(1, 'contact', index)['fullname'])).join();
    for (const script of scripts) expect(text).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    expect(text).toMatch(/[\u{20000}-\u{2ffff}]/u);
  });

  it('use no e-mail domain that can belong to anybody', () => {
    for (let index = 0; index < 2_000; index += 1) {
      const email = memberRow(1, 'lead', index)['emailaddress1'];
      if (email !== undefined) expect(email).toMatch(/@(?:.+\.)?(?:example|example\.(?:com|org|net))$/);
    }
  });

  it('stand in four lists: static contacts, static leads, dynamic contacts that overlap, and an empty one', () => {
    expect(lists.map((list) => [list.table, list.query === null])).toEqual([
      ['contact', true],
      ['lead', true],
      ['contact', false],
      ['contact', true],
    ]);
    const on = (at: number) =>
      new Set(Array.from({ length: seed.contacts }, (_, i) => i).filter((i) => lists[at]!.holds(i)));
    const [fixed, dynamic] = [on(0), on(2)];
    const both = [...dynamic].filter((index) => fixed.has(index)).length;
    expect(both).toBeGreaterThan(100);
    expect(dynamic.size - both).toBeGreaterThan(100);
    expect(on(3).size).toBe(0);
  });

  it('write a membership for every place on a static list and none for a dynamic one', () => {
    const rows = [...listMemberRows(seed, lists)];
    const byList = lists.map((list) => rows.filter((row) => row['listid'] === list.id).length);
    expect(byList[1]).toBe(seed.leads);
    expect(byList.slice(2)).toEqual([0, 0]);
    expect(new Set(rows.map((row) => row['listmemberid'])).size).toBe(rows.length);
  });

  it('expect outcomes that add up to the members, table by table', () => {
    const expected = expectedCounts(seed, lists);
    for (const table of ['contact', 'lead'] as const) {
      const sum = memberOutcomes.reduce((total, outcome) => total + expected[table].outcomes[outcome], 0);
      expect(sum).toBe(expected[table].members);
      expect(expected[table].outcomes['skipped-inactive']).toBeGreaterThan(0);
    }
    expect(expected.contact.members).toBe(seed.contacts);
    expect(expected.lead.members).toBe(seed.leads);
  });

  it('hold every kind of trouble, and rows with several kinds of it', () => {
    const troubles = Array.from({ length: 20_000 }, (_, index) => troubleOf(1, 'contact', index));
    expect(troubles.some((trouble) => trouble.deletedWhileRunning)).toBe(true);
    expect(troubles.some((trouble) => trouble.wrongValue !== null)).toBe(true);
    expect(troubles.some((trouble) => trouble.inactive && trouble.noEmail)).toBe(true);
    expect(troubles.some((trouble) => trouble.noEmail && trouble.optedOutBy !== null)).toBe(true);
  });

  it('expect of prefill every selected column and null for an empty one', () => {
    const index = Array.from({ length: 200 }, (_, i) => i).find(
      (i) => memberRow(1, 'contact', i)['jobtitle'] === undefined,
    );
    const profile = expectedProfile(1, 'contact', index!);
    expect(profile.values['jobtitle']).toBeNull();
    expect(profile.values['lastname']).toBe(memberRow(1, 'contact', index!)['lastname']);
    expect(isMember(lists, 'contact', index!)).toBe(true);
  });
});
