import { queryNotesOfCounts, queryNotesText, storedQueryNotes, type QueryNote } from '@pmds/contracts/run/query-notes';
import type { LanguageName } from '@pmds/contracts/wording';

const zone: QueryNote = {
  kind: 'zone',
  list: 'Spring',
  said: 'createdon today',
  service: 'UTC',
  owner: 'Pacific/Auckland',
};
const top: QueryNote = { kind: 'limit', list: 'Spring', said: 'top="5"' };
const languages: readonly LanguageName[] = ['en', 'de', 'fr', 'he'];

it.each(languages)('B5 names list, condition and both zones in %s', (language) => {
  const text = queryNotesText(storedQueryNotes([zone, top]), language);
  for (const part of ['Spring', 'createdon today', 'UTC', 'Pacific/Auckland', 'top="5"']) expect(text).toContain(part);
  expect(text).not.toContain('{');
});

it('B5 says the same in no two languages', () => {
  expect(new Set(languages.map((language) => queryNotesText({ notes: [zone, top], more: 2 }, language))).size).toBe(4);
});

it('B5 is empty where there is nothing to say', () => {
  expect(queryNotesText(storedQueryNotes([]), 'en')).toBe('');
});

it('B5 comes back from the JSON of the run as it was stored, long names cut', () => {
  const long = { ...zone, list: 'L'.repeat(500), owner: null };
  const stored = storedQueryNotes([top, long, zone, zone, zone, zone, zone]);
  expect(stored.notes[1]?.list).toHaveLength(200);
  expect(queryNotesOfCounts(JSON.stringify({ contact: {}, queries: stored }))).toEqual(stored);
  expect(stored.more).toBe(2);
});

it.each([
  null,
  7,
  'no JSON',
  '{}',
  '{"queries":3}',
  '{"queries":{"notes":[null,4,{"kind":"zone"},{"kind":"new","list":"a","said":"b"}]}}',
])('B5 reads nothing from %j', (text) => {
  expect(queryNotesOfCounts(text)).toEqual({ notes: [], more: 0 });
});
