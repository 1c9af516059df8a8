import { parseMessageContext } from '@pmds/contracts/start/sync-request';
import { GatheredChanges } from '@pmds/bridge/application/intake/gather-changes';
import type { MemberChange } from '@pmds/bridge/domain/member/member-change';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import { createPluginRegistry } from '@pmds/bridge/plugins/registry';
import { aLedger, anIntake, contactId, dataSyncId, noon, otherRunId, runId } from './builders.js';

const other = '55555555-5555-4555-8555-555555555555';

/** Posts a context to the plug-ins, as Dataverse does. @returns what was kept, or the field and what was expected. */
async function told(body: Readonly<Record<string, unknown>>, flags = usualOptOutFlags) {
  const kept: MemberChange[] = [];
  const plugins = createPluginRegistry({
    intake: anIntake().intake,
    ledger: aLedger(),
    newRunId: () => otherRunId,
    now: () => noon,
    wakeWorker: () => undefined,
    changes: { add: async (changes) => void kept.push(...changes) },
    optOutFlags: flags,
    localNow: () => noon,
  });
  const context = parseMessageContext({ PrimaryEntityName: 'contact', PrimaryEntityId: contactId, ...body });
  if (!context.ok) return `${context.failure.field}: ${context.failure.expected}`;
  const plugin = plugins.find(context.value.message, context.value.table);
  if (plugin === null) return 'not registered';
  const answer = await plugin.Execute(context.value);
  if (!answer.ok) return `${answer.failure.field}: ${answer.failure.expected}`;
  return kept.map(({ id, closes, merged }) => `${id} ${closes ?? 'look'}${merged ? ' merged' : ''}`);
}
const input = (parameters: Readonly<Record<string, unknown>>) => ({
  InputParameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
});
const entity = (id: string, values: Readonly<Record<string, unknown>>, table = 'contact') => ({
  __type: 'Entity:http://schemas.microsoft.com/xrm/2011/Contracts',
  Id: id,
  LogicalName: table,
  Attributes: Object.entries(values).map(([key, value]) => ({ key, value })),
});
const reference = (id: string, table = 'contact') => ({ Id: id, LogicalName: table, KeyAttributes: [], Name: null });
const choice = (value: number) => ({
  __type: 'OptionSetValue:http://schemas.microsoft.com/xrm/2011/Contracts',
  Value: value,
});

describe('the plug-in MemberChanged', () => {
  it('E11 closes who was deleted, on contact and lead, and on nothing else', async () => {
    expect(await told({ MessageName: 'Delete', ...input({ Target: reference(contactId) }) })).toEqual([
      `${contactId} deleted`,
    ]);
    const lead = { MessageName: 'Delete', PrimaryEntityName: 'lead', ...input({ Target: reference(other, 'lead') }) };
    expect(await told(lead)).toEqual([`${other} deleted`]);
    const account = { ...lead, PrimaryEntityName: 'account', ...input({ Target: reference(other, 'account') }) };
    expect(await told(account)).toBe('not registered');
    expect(await told({ MessageName: 'Create', ...input({ Target: entity(contactId, {}) }) })).toBe('not registered');
  });

  it.each([
    ['a flag that was set', { donotemail: true }, 'opted-out'],
    ['a flag that was taken back', { donotemail: false }, 'look'],
    ['one that was set and one that was taken back', { donotemail: false, donotsendmm: true }, 'opted-out'],
    ['a state that is not active', { statecode: choice(1), statuscode: choice(2) }, 'inactive'],
    ['a state that is active', { statecode: choice(0) }, 'look'],
    ['a flag that was emptied', { donotemail: null, statecode: choice(0) }, 'look'],
  ])('E11 knows from an update with %s what to do', async (_which, values, expected) => {
    const update = { MessageName: 'Update', ...input({ Target: entity(contactId, values) }) };
    expect(await told(update)).toEqual([`${contactId} ${expected}`]);
  });

  it('is about nobody where no column that matters was written, and keeps to the configured flags', async () => {
    const update = (values: object) => ({
      MessageName: 'Update',
      ...input({ Target: entity(contactId, { ...values }) }),
    });
    expect(await told(update({ firstname: 'Ada' }))).toEqual([]);
    expect(await told(update({ donotphone: true }))).toEqual([]);
    expect(await told(update({ donotphone: true }), ['donotphone'])).toEqual([`${contactId} opted-out`]);
  });

  it('closes who gave way in a merge, and looks at who stays', async () => {
    const merge = (more: object) => ({ MessageName: 'Merge', ...input({ Target: reference(contactId), ...more }) });
    expect(await told(merge({ SubordinateId: other }))).toEqual([`${other} inactive`, `${contactId} look`]);
    expect(await told(merge({}))).toBe('InputParameters.SubordinateId: a GUID');
    expect(await told(merge({ SubordinateId: 'somebody' }))).toBe('InputParameters.SubordinateId: a GUID');
  });

  it('reads the row again where the platform took the parameters away', async () => {
    expect(await told({ MessageName: 'Update' })).toEqual([`${contactId} look`]);
    expect(await told({ MessageName: 'Merge' })).toEqual([`${contactId} look merged`]);
    expect(await told({ MessageName: 'Delete' })).toEqual([`${contactId} deleted`]);
  });

  it('takes all rows of a bulk message, as entities and as references', async () => {
    const many = { PrimaryEntityId: '00000000-0000-0000-0000-000000000000' };
    const Entities = [entity(contactId, { donotemail: true }), entity(other, { statecode: choice(0) })];
    const update = { ...many, MessageName: 'UpdateMultiple', ...input({ Targets: { Entities, MoreRecords: false } }) };
    expect(await told(update)).toEqual([`${contactId} opted-out`, `${other} look`]);
    const deletion = {
      ...many,
      MessageName: 'DeleteMultiple',
      ...input({ Targets: [reference(contactId), reference(other)] }),
    };
    expect(await told(deletion)).toEqual([`${contactId} deleted`, `${other} deleted`]);
  });

  it.each([
    ['no collection', { Targets: 7 }, 'InputParameters.Targets: '],
    ['a row that is none', { Targets: { Entities: [7] } }, 'InputParameters.Targets[0]: '],
    ['an id that is none', { Targets: [reference(contactId), reference('7')] }, 'InputParameters.Targets[1].Id: '],
    ['a row of another table', { Targets: [reference(other, 'lead')] }, 'InputParameters.Targets[0].LogicalName: '],
    ['a target whose id is none', { Target: reference('7') }, 'InputParameters.Target.Id: '],
  ])('refuses %s, naming the field', async (_which, parameters, expected) => {
    const answer = await told({ MessageName: 'DeleteMultiple', ...input(parameters) });
    expect(String(answer).slice(0, expected.length)).toBe(expected);
  });

  it('keeps no text that a message brings', () => {
    const target = entity(contactId, { firstname: 'Ada', donotemail: true });
    const context = parseMessageContext({
      MessageName: 'Update',
      PrimaryEntityName: 'contact',
      ...input({ Target: target }),
    });
    expect(JSON.stringify(context)).toContain('donotemail');
    expect(JSON.stringify(context)).not.toContain('Ada');
  });
});

describe('changes that come together', () => {
  const change = (id: string): MemberChange =>
    ({ table: 'contact', id, at: noon, closes: 'deleted', merged: false }) as MemberChange;
  const [first, second, third] = [runId, otherRunId, dataSyncId].map((id) => change(id));

  it('are kept at once, and everybody is answered when his own are on disk', async () => {
    const kept: (readonly MemberChange[])[] = [];
    let written = (): void => undefined;
    const gathered = new GatheredChanges({
      addChanges: (changes) => {
        kept.push(changes);
        return new Promise((resolve) => (written = resolve));
      },
    });
    let answered = 0;
    const waiting = [first!, second!].map((one) => gathered.add([one]).then(() => (answered += 1)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([kept, answered]).toEqual([[[first, second]], 0]);
    const late = gathered.add([third!]);
    written();
    await Promise.all(waiting);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(kept).toEqual([[first, second], [third]]);
    written();
    await late;
  });

  it('that cannot be kept fail for those who brought them, and for nobody after them', async () => {
    let broken = true;
    const gathered = new GatheredChanges({
      addChanges: () => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    });
    await expect(Promise.allSettled([gathered.add([first!]), gathered.add([second!])])).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    broken = false;
    await expect(gathered.add([first!])).resolves.toBeUndefined();
  });
});
