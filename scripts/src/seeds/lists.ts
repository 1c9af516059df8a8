import { personOf } from './person.js';
import { plainRow, type PlainRow } from './plain-row.js';
import { randomOf, rowIdOf } from './random.js';
import { rowsOf, type Seed, type SeedTable } from './seed.js';

/** A marketing list of the seeds. */
export interface SeedList {
  readonly id: string;
  readonly name: string;
  readonly table: SeedTable;
  /** FetchXML of a dynamic list; `null` for a static one, whose members are `listmember` rows. */
  readonly query: string | null;
  /** Whether row `index` of the table is on the list. */
  readonly holds: (index: number) => boolean;
}

/** Countries of the dynamic list: about a quarter of all contacts. */
const invited = ['Germany', 'Greece', 'Japan'];

/** Three in five of the invited read the newsletter as well. */
const reads = (seed: number, index: number): boolean => randomOf(seed, 'newsletter', index)() < 0.6;

/**
 * Four lists that overlap: together they hold every seeded row, many contacts stand on the static and on the dynamic
 * one, and the empty list is there because it must change nothing.
 */
export function seedLists({ seed }: Seed): readonly SeedList[] {
  const isInvited = (index: number) => invited.includes(personOf(seed, 'contact', index).culture.country);
  const list = (
    at: number,
    name: string,
    table: SeedTable,
    query: string | null,
    holds: SeedList['holds'],
  ): SeedList => ({
    id: rowIdOf(seed, 'list', at),
    name,
    table,
    query,
    holds,
  });
  return [
    list(0, 'Newsletter readers', 'contact', null, (index) => !isInvited(index) || reads(seed, index)),
    list(1, 'Trade fair visitors', 'lead', null, () => true),
    list(2, 'Spring event: invited countries', 'contact', dynamicQuery(), isInvited),
    list(3, 'Winter event (nobody yet)', 'contact', null, () => false),
  ];
}

function dynamicQuery(): string {
  const values = invited.map((country) => `<value>${country}</value>`).join('');
  return `<fetch version="1.0" output-format="xml-platform" mapping="logical" distinct="false"><entity name="contact"><attribute name="fullname"/><attribute name="telephone1"/><attribute name="contactid"/><order attribute="fullname" descending="false"/><filter type="and"><condition attribute="address1_country" operator="in">${values}</condition></filter></entity></fetch>`;
}

/** `createdfromcode` of a list: the table its members come from. */
const memberCode: Readonly<Record<SeedTable, number>> = { contact: 2, lead: 4 };

export function listRow(list: SeedList): PlainRow {
  return plainRow({
    listid: list.id,
    listname: list.name,
    type: list.query !== null,
    createdfromcode: memberCode[list.table],
    query: list.query,
    purpose: 'Seeded for a first look',
    statecode: 0,
    statuscode: 0,
  });
}

/** The `listmember` rows of all static lists, in no order that means anything. */
export function* listMemberRows(seed: Seed, lists: readonly SeedList[]): Generator<PlainRow> {
  for (const list of lists) {
    if (list.query !== null) continue;
    for (let index = 0; index < rowsOf(seed, list.table); index += 1) {
      if (!list.holds(index)) continue;
      yield listMemberRow(list.id, list.table, rowIdOf(seed.seed, list.table, index), index);
    }
  }
}

/** Membership number `index` of a static list. */
export function listMemberRow(listId: string, table: SeedTable, memberId: string, index: number): PlainRow {
  return {
    listmemberid: rowIdOf(0, `membership of ${listId}`, index),
    listid: listId,
    entityid: memberId,
    'entityid@table': table,
    entitytype: table,
    createdon: '2025-06-01T08:00:00Z',
    modifiedon: '2025-06-01T08:00:00Z',
  };
}
