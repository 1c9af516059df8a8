import { askAdmin, loadRows } from '../dataverse/admin.js';
import { companyCount, companyId, companyName, companyRow } from '../seeds/companies.js';
import { deletedWhileRunning, expectedCounts, expectedOutcome, isMember } from '../seeds/expected.js';
import { listMemberRows, listRow, seedLists, type SeedList } from '../seeds/lists.js';
import { currencyId, memberRow } from '../seeds/member-rows.js';
import type { PlainRow } from '../seeds/plain-row.js';
import { randomOf, rowIdOf } from '../seeds/random.js';
import { rowsOf, seedTables, type Seed, type SeedTable } from '../seeds/seed.js';
import { troubleOf } from '../seeds/trouble.js';
import type { ExpectedProfile, Loaded, Population } from './population.js';
import { seedFields } from './seed-fields.js';

/** The seeded people: nothing is read, and no memory grows with their number. */
export function seededPopulation(seed: Seed): Population {
  const lists = seedLists(seed);
  return {
    rows: seed.contacts + seed.leads,
    load: async ({ adminUrl }, loaded): Promise<Loaded> => {
      await loadRows(adminUrl, 'transactioncurrency', [euro]);
      await loadRows(
        adminUrl,
        'account',
        numbered(companyCount, (index) => companyRow(seed.seed, index)),
      );
      for (const table of seedTables) {
        const rows = numbered(rowsOf(seed, table), (index) => memberRow(seed.seed, table, index));
        await loadRows(adminUrl, table, rows, loaded);
      }
      await loadRows(adminUrl, 'list', lists.map(listRow));
      await loadRows(adminUrl, 'listmember', listMemberRows(seed, lists));
      await deleteWhileRunning(adminUrl, seed, lists);
      return {
        lists: lists.map(({ id, name }) => ({ id, name })),
        fields: seedFields,
        expected: expectedCounts(seed, lists),
        sample: (count) => sampleReady(seed, lists, count),
        notes: [],
        blankRows: 0,
      };
    },
  };
}

const euro: PlainRow = {
  transactioncurrencyid: currencyId,
  currencyname: 'Euro',
  isocurrencycode: 'EUR',
  currencysymbol: '€',
  currencyprecision: 2,
  exchangerate: 1,
  statecode: 0,
  statuscode: 1,
};

function* numbered(count: number, row: (index: number) => PlainRow): Generator<PlainRow> {
  for (let index = 0; index < count; index += 1) yield row(index);
}

/**
 * Asks the local Dataverse to delete the chosen members when the first page of their table is asked for: the id scan is
 * over by then, so that they are members, and no page has been served, so that none of them is read.
 */
async function deleteWhileRunning(adminUrl: string, seed: Seed, lists: readonly SeedList[]): Promise<void> {
  const ids: Record<SeedTable, string[]> = { contact: [], lead: [] };
  for (const [table, index] of deletedWhileRunning(seed, lists)) ids[table].push(rowIdOf(seed.seed, table, index));
  for (const table of seedTables) {
    if (ids[table].length === 0) continue;
    await askAdmin(adminUrl, 'POST', 'triggers', {
      when: { table, memberPage: 1, phase: 'before' },
      then: [{ delete: { table, ids: ids[table] } }],
    });
  }
}

function sampleReady(seed: Seed, lists: readonly SeedList[], count: number): readonly ExpectedProfile[] {
  const random = randomOf(seed.seed, 'sample', 0);
  const total = seed.contacts + seed.leads;
  const drawn = new Set<number>();
  const sample: ExpectedProfile[] = [];
  // Nine in ten members are ready: the second bound ends the search on a seed where hardly any is.
  for (let tries = 0; sample.length < count && tries < count * 20 && drawn.size < total; tries += 1) {
    const place = Math.floor(random() * total);
    if (drawn.has(place)) continue;
    drawn.add(place);
    const [table, index]: [SeedTable, number] =
      place < seed.contacts ? ['contact', place] : ['lead', place - seed.contacts];
    if (!isMember(lists, table, index) || expectedOutcome(troubleOf(seed.seed, table, index)) !== 'synced') continue;
    sample.push(expectedProfile(seed.seed, table, index));
  }
  return sample;
}

/** What prefill has to answer for row `index` when it is synced. */
export function expectedProfile(seed: number, table: SeedTable, index: number): ExpectedProfile {
  const row = memberRow(seed, table, index);
  const values = Object.fromEntries(seedFields[table].map((column) => [column, row[column] ?? null]));
  return { table, id: rowIdOf(seed, table, index), values, labels: labelsOf(seed, table, row) };
}

const genders: Readonly<Record<number, string>> = { 1: 'Male', 2: 'Female' };

/** Labels by the documented words of a choice and by the name of the company that a lookup points to. */
function labelsOf(seed: number, table: SeedTable, row: PlainRow): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  const gender = genders[Number(row['gendercode'])];
  if (gender !== undefined) labels['gendercode'] = gender;
  const lookup = table === 'contact' ? 'parentcustomerid' : 'parentaccountid';
  for (let company = 0; company < companyCount; company += 1) {
    if (companyId(seed, company) === row[lookup]) labels[lookup] = companyName(seed, company);
  }
  return labels;
}
