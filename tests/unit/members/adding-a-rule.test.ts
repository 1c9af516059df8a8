import { createRecipientSource } from '@pmds/bridge/adapters/dataverse/source/recipient-source';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { settlePage } from '@pmds/bridge/application/members/build-chunk';
import { readMembers } from '@pmds/bridge/application/members/read-members';
import { decidingColumns } from '@pmds/bridge/domain/access/secured-column';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { inOutcomeOrder, type PageRule, type RowRule } from '@pmds/bridge/domain/member/consent/rule';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import type { RowId } from '@pmds/contracts/ids';
import { personId } from '../../ports/engine/fake-dataverse';
import { aRun } from '../edges/builders';
import { aReading } from '../engine-fakes/member-reading';
import { aClient, json, ScriptedTransport } from '../engine-fakes/scripted-transport';

/** Contacts whose account must not be mailed. Leads have no such column. */
const blockedAccount: RowRule = {
  outcome: 'skipped-no-email',
  columns: (table) => (table === 'contact' ? ['new_blocked', 'parentcustomerid'] : []),
  standsAgainst: (record) => record.json('new_blocked') === 'true' && record.text('parentcustomerid') !== null,
};

/** Addresses that somebody else keeps a list of; asked once for a page. */
class Suppressed implements PageRule {
  readonly outcome: PageRule['outcome'] = 'skipped-inactive';
  readonly asked: (readonly string[])[] = [];
  readonly columns = () => ['emailaddress1'];
  readonly keyOf: PageRule['keyOf'] = (record) => record.text('emailaddress1')?.toLowerCase() ?? null;
  readonly among: PageRule['among'] = async (keys) => {
    this.asked.push([...keys]);
    return new Set([...keys].filter((key) => key.startsWith('stop')));
  };
}

const rowId = (number: number): RowId => personId('contact', number);
const call = { flow: 'run', signal: new AbortController().signal };
const fixed = { table: 'contact', lists: [4], query: { kind: 'static', listIds: [rowId(1)] } } as const;
const ordered = (...rules: readonly (RowRule | PageRule)[]) =>
  inOutcomeOrder([...rules, ...consentRules(usualOptOutFlags)]);

/** A page of a run that reads by the rules: what it asked for, and what is committed of it. */
async function pageBy(rules: ReturnType<typeof ordered>, rows: readonly object[], columns: readonly ColumnPlan[] = []) {
  const transport = new ScriptedTransport(json({ value: rows }));
  const source = createRecipientSource({ client: aClient(transport).client, pageRows: 5_000 });
  const reading = aReading(columns, rules);
  const request = {
    source: fixed,
    layout: reading.layout,
    slice: { from: null, to: null },
    changedSince: null,
    at: null,
  };
  const page = await readMembers(reading, (take) => source.members.memberPage(request, take, call), call.signal);
  const by = { strangers: new Set<never>(), lastId: null, previousHashes: new Map<never, never>() };
  const run = aRun();
  const settled = settlePage({
    run,
    table: 'contact',
    stage: 'read',
    page,
    ...by,
    hashing: nodeHashing,
    now: new Date(),
  });
  return {
    fetchXml: transport.fetchXml(0),
    settled: settled.settled.map(({ id, outcome }) => [id, outcome]),
    ready: settled.profiles.map(({ id }) => id),
  };
}
const person = (number: number, more: object = {}) => ({
  contactid: rowId(number),
  statecode: 0,
  emailaddress1: `person${number}@example.org`,
  ...more,
});

describe('a rule that is added', () => {
  it('gets its columns, lookups too, and its outcome is counted', async () => {
    const account = { _parentcustomerid_value: rowId(77) };
    const page = await pageBy(ordered(blockedAccount), [
      person(1),
      person(2, { new_blocked: true, ...account }),
      person(3, { new_blocked: false, ...account }),
      person(4, { new_blocked: true }),
    ]);
    expect(page.fetchXml).toContain('<attribute name="new_blocked"/>');
    expect(page.fetchXml).toContain('<attribute name="parentcustomerid"/>');
    expect(page.settled).toEqual([[rowId(2), 'skipped-no-email']]);
    expect(page.ready).toEqual([1, 3, 4].map(rowId));
  });

  it('has its columns checked before a run, in the tables that have them', async () => {
    const deciding = decidingColumns(ordered(blockedAccount));
    expect(deciding.contact).toEqual(expect.arrayContaining(['new_blocked', 'statecode', 'createdon', 'modifiedon']));
    expect(deciding.lead).not.toContain('new_blocked');
    const { client } = aClient(new ScriptedTransport(json({ value: [] })));
    const none = { contact: [], lead: [] };
    const source = createRecipientSource({ client, pageRows: 5_000 });
    await expect(
      source.checks.planColumns(none, ['contact'], call, { contact: ['new_blocked'] }),
    ).rejects.toMatchObject({
      code: 'FIELD_MISSING',
      message: expect.stringContaining('"new_blocked"') as string,
    });
  });

  it('shares a column with the selection, which is asked for once', async () => {
    const selected = { logicalName: 'parentcustomerid', kind: 'lookup', property: '_parentcustomerid_value' } as const;
    const rows = [person(2, { new_blocked: true, _parentcustomerid_value: rowId(77) })];
    const page = await pageBy(ordered(blockedAccount), rows, [selected]);
    expect(page.fetchXml.match(/"parentcustomerid"/g)).toHaveLength(1);
    expect(page.settled).toEqual([[rowId(2), 'skipped-no-email']]);
  });

  it('that looks at a column which it has not named ends the run, and lets nobody pass', async () => {
    const careless: RowRule = { ...blockedAccount, columns: () => [] };
    await expect(pageBy(ordered(careless), [person(1)])).rejects.toThrow('"new_blocked" of contact is looked at');
  });

  it('may be told on which list a member is, where the query says so', async () => {
    const ofList: RowRule = {
      outcome: 'skipped-no-email',
      columns: () => [],
      standsAgainst: ({ lists }) => lists?.includes(4) === true,
    };
    expect((await pageBy(ordered(ofList), [person(1)])).settled).toEqual([[rowId(1), 'skipped-no-email']]);
  });
});

describe('a rule that has to ask', () => {
  it('is asked once for a page, of those whom no rule before it leaves out, and goes before later ones', async () => {
    const rule = new Suppressed();
    const page = await pageBy(ordered(rule), [
      person(1),
      person(2, { emailaddress1: 'Stop@example.org' }),
      person(3, { emailaddress1: 'stop2@example.org', donotemail: true }),
      person(4, { emailaddress1: null }),
      person(5, { donotemail: true }),
    ]);
    expect(rule.asked).toEqual([
      ['person1@example.org', 'stop@example.org', 'stop2@example.org', 'person5@example.org'],
    ]);
    expect(page.settled).toEqual([
      [rowId(2), 'skipped-inactive'],
      [rowId(3), 'skipped-inactive'],
      [rowId(4), 'skipped-no-email'],
      [rowId(5), 'skipped-opted-out:donotemail'],
    ]);
    expect(page.ready).toEqual([rowId(1)]);
  });

  it('is not asked where nobody has anything to ask about', async () => {
    const rule = new Suppressed();
    await pageBy(ordered(rule), [person(1, { emailaddress1: null })]);
    expect(rule.asked).toEqual([]);
  });

  it('ends the page when its answer does not come: nobody is taken for harmless', async () => {
    const { outcome, columns, keyOf } = new Suppressed();
    const silent = { outcome, columns, keyOf, among: () => Promise.reject(new Error('Nobody answers.')) };
    await expect(pageBy(ordered(silent), [person(1)])).rejects.toThrow('Nobody answers.');
  });
});
