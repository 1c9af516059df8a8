import { loadRows } from '../dataverse/admin.js';
import { columnsOf } from '../csv/columns.js';
import { CsvError } from '../csv/csv-error.js';
import { memberRecords, type MemberRecord } from '../csv/member-records.js';
import { csvFile, type CsvFile } from '../csv/csv-file.js';
import type { Formats } from '@pmds/contracts/values/formats';
import { OutcomeTally } from '../seeds/expected.js';
import { listMemberRow, listRow, type SeedList } from '../seeds/lists.js';
import type { PlainRow } from '../seeds/plain-row.js';
import { between, randomOf, rowIdOf } from '../seeds/random.js';
import type { SeedTable } from '../seeds/seed.js';
import type { MemberOutcome } from '@pmds/contracts/run/outcomes';
import type { ExpectedProfile, Loaded, LoadTarget, Population } from './population.js';

const stream = 'files';

/** Files of people and how they are written. */
interface Files {
  readonly contacts: string | null;
  readonly leads: string | null;
  /** WHATWG label; `null` = by the first bytes of each file. */
  readonly encoding: string | null;
  /** `null` = as the cells of each file say. */
  readonly formats: Formats | null;
}

/** People from files as Dynamics 365 exports them: every contact and every lead on one static list of its kind. */
export function csvPopulation({ contacts, leads, encoding, formats }: Files): Population {
  const given = (path: string | null) => (path === null ? null : csvFile(path, encoding));
  return {
    rows: 0,
    load: async (dataverse, loaded): Promise<Loaded> => {
      const files = { contact: given(contacts), lead: given(leads) };
      const parts = {
        contact: await loadFile(dataverse, 'contact', files.contact, formats, loaded),
        lead: await loadFile(dataverse, 'lead', files.lead, formats, loaded),
      };
      const all = [parts.contact, parts.lead];
      return {
        lists: all.flatMap((part) => (part.list === null ? [] : [{ id: part.list.id, name: part.list.name }])),
        fields: { contact: parts.contact.fields, lead: parts.lead.fields },
        expected: { contact: parts.contact.tally.counted(), lead: parts.lead.tally.counted() },
        sample: (count) => all.flatMap((part) => part.sample.slice(0, Math.ceil(count / 2))),
        notes: all.flatMap((part) => part.notes),
        blankRows: all.reduce((sum, part) => sum + part.blankRows, 0),
      };
    },
  };
}

interface FilePart {
  readonly list: SeedList | null;
  readonly fields: readonly string[];
  readonly tally: OutcomeTally;
  readonly sample: readonly ExpectedProfile[];
  readonly notes: readonly string[];
  readonly blankRows: number;
}

async function loadFile(
  dataverse: LoadTarget,
  table: SeedTable,
  given: CsvFile | null,
  formats: Formats | null,
  loaded: (rows: number) => void,
): Promise<FilePart> {
  const tally = new OutcomeTally();
  if (given === null) return { list: null, fields: [], tally, sample: [], notes: [], blankRows: 0 };
  const { path: file } = given;
  const source = await memberRecords(given, table, await columnsOf(dataverse, table), formats);
  const list = listOf(table);
  const sample = new Sample();
  const accounts = new Map<string, string>();
  const ids = new Set<string>();
  const withAccounts = async function* (): AsyncGenerator<PlainRow> {
    for await (const record of source.records) {
      if (ids.has(record.id)) {
        throw new CsvError(
          { file, line: record.line },
          `the row with the id ${record.id} stands here again.`,
          'Remove one of the two.',
        );
      }
      ids.add(record.id);
      const outcome = outcomeOf(record.row);
      tally.add(outcome);
      if (outcome === 'synced') sample.offer(profileOf(table, record, source.fields));
      for (const [name, id] of record.accounts) accounts.set(id, name);
      yield record.row;
    }
  };
  await loadRows(dataverse.adminUrl, table, withAccounts(), loaded);
  await loadRows(dataverse.adminUrl, 'account', accountRows(accounts));
  await loadRows(dataverse.adminUrl, 'list', [listRow(list)]);
  await loadRows(dataverse.adminUrl, 'listmember', memberships(list, ids));
  if (ids.size === 0)
    throw new CsvError({ file, line: 1 }, 'there is no row below the header.', 'Export the file again.');
  return {
    list,
    fields: source.fields,
    tally,
    sample: sample.drawn(),
    notes: source.notes,
    blankRows: source.blankRows,
  };
}

function listOf(table: SeedTable): SeedList {
  const name = table === 'contact' ? 'Contacts of the file' : 'Leads of the file';
  return { id: rowIdOf(0, `${stream} list`, table === 'contact' ? 0 : 1), name, table, query: null, holds: () => true };
}

function* memberships(list: SeedList, ids: ReadonlySet<string>): Generator<PlainRow> {
  let index = 0;
  for (const id of ids) yield listMemberRow(list.id, list.table, id, index++);
}

function* accountRows(accounts: ReadonlyMap<string, string>): Generator<PlainRow> {
  for (const [accountid, name] of accounts) yield { accountid, name, statecode: 0, statuscode: 1 };
}

/** What a first run has to make of a row, by its own columns. */
function outcomeOf(row: PlainRow): MemberOutcome {
  if ((row['statecode'] ?? 0) !== 0) return 'skipped-inactive';
  if ((row['emailaddress1'] ?? '') === '') return 'skipped-no-email';
  if (['donotbulkemail', 'donotemail', 'donotsendmm'].some((flag) => row[flag] === true)) return 'skipped-opted-out';
  return 'synced';
}

function profileOf(table: SeedTable, record: MemberRecord, fields: readonly string[]): ExpectedProfile {
  const values = Object.fromEntries(fields.map((field) => [field, record.row[field] ?? null]));
  return { table, id: record.id, values, labels: {} };
}

const sampleSize = 1_000;

/** Some of many, each as likely as the other, without knowing how many there will be (reservoir sampling). */
class Sample {
  readonly #kept: ExpectedProfile[] = [];
  readonly #random = randomOf(0, `${stream} sample`, 0);
  #offered = 0;

  offer(profile: ExpectedProfile): void {
    this.#offered += 1;
    if (this.#kept.length < sampleSize) this.#kept.push(profile);
    else {
      const place = between(this.#random, 0, this.#offered - 1);
      if (place < sampleSize) this.#kept[place] = profile;
    }
  }

  drawn(): readonly ExpectedProfile[] {
    return this.#kept;
  }
}
