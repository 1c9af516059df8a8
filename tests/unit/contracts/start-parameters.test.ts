import type { MessageContext } from '@pmds/contracts/start/sync-request';
import { parameterProblems, startParametersOf } from '@pmds/contracts/start/start-parameters';
import { parseRowId, type RowId } from '@pmds/contracts/ids';

const run = '7b1de21a-45a8-4f0a-8f6a-1b2c3d4e5f60';
const row = parseRowId('0d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a10');
if (!row.ok) throw new Error('The test made an id that is none.');

const listIds = [
  '1d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a11',
  '2d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a12',
] as unknown as readonly [RowId, RowId];

const context = (parameters: MessageContext['parameters'], isStripped = false): MessageContext => ({
  message: 'pmds_StartSync',
  table: 'pmds_datasync',
  rowId: row.value,
  targets: [],
  initiatingUserId: null,
  correlationId: null,
  operationId: null,
  parameters,
  isStripped,
});
const asked = (parameters: MessageContext['parameters'], isStripped = false) => {
  const parsed = startParametersOf(context(parameters, isStripped));
  if (!parsed.ok) throw new Error(parsed.failure.field);
  return parsed.value ?? undefined;
};

describe('the parameters of a start', () => {
  it('are none where the call names none', () => {
    expect(asked({ RunId: run })).toBeUndefined();
    expect(parameterProblems(undefined, [])).toEqual([]);
  });

  it('K6 name the stopped run that is confirmed, in whatever spelling a GUID comes', () => {
    expect(asked({ Confirm: `{${run.toUpperCase()}}` })).toEqual({ confirm: run });
    expect(parameterProblems(asked({ Confirm: run }), [])).toEqual([]);
  });

  it.each([
    [{ RunType: 742100003 }, { runType: 742100003 }, 'RunType'],
    [{ Trigger: 0 }, { trigger: 0 }, 'Trigger'],
  ])('%j is kept, and refused by name as long as it is not carried out', (given, kept, name) => {
    expect(asked(given)).toEqual(kept);
    const [problem, ...others] = parameterProblems(asked(given), []);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'PARAMETER_UNSUPPORTED' });
    expect(problem?.sentence).toContain(`"${name}"`);
  });

  it('name lists of the sync, each once, in whatever spelling a GUID comes', () => {
    const given = asked({ ListIds: [listIds[0], `{${listIds[0].toUpperCase()}}`, listIds[1]] });
    expect(given).toEqual({ listIds });
    expect(parameterProblems(given, [...listIds, row.value])).toEqual([]);
  });

  it('are refused with the ids of lists that are none of the sync, five of them at most', () => {
    const [problem, ...others] = parameterProblems(asked({ ListIds: listIds }), [listIds[0]]);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'LIST_NOT_OF_SYNC' });
    expect(problem?.sentence).toContain(`"${listIds[1]}"`);
    expect(problem?.sentence).not.toContain(listIds[0]);
    const many = Array.from({ length: 7 }, (_, at) => `0d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2b0${at}`);
    const [named] = parameterProblems(asked({ ListIds: many }), []);
    expect(named?.sentence).toContain(`${many[4] ?? ''} and 2 more"`);
  });

  it('are refused where they name no list', () => {
    expect(parameterProblems(asked({ ListIds: [] }), listIds)).toMatchObject([
      { code: 'LISTS_NOT_NAMED', sentence: expect.stringContaining('"ListIds"') as unknown },
    ]);
  });

  it('are missed where the platform left them out', () => {
    expect(parameterProblems(asked({}, true), [])).toMatchObject([{ code: 'PARAMETERS_STRIPPED' }]);
  });

  it.each([
    [{ Confirm: '42' }, 'InputParameters.Confirm'],
    [{ Confirm: '' }, 'InputParameters.Confirm'],
    [{ ListIds: 'all' }, 'InputParameters.ListIds'],
    [{ ListIds: [run, 'x'] }, 'InputParameters.ListIds'],
    [{ RunType: 1.5 }, 'InputParameters.RunType'],
    [{ Trigger: '742100000' }, 'InputParameters.Trigger'],
  ])('%j is refused, naming the parameter', (given, field) => {
    expect(startParametersOf(context(given))).toMatchObject({ ok: false, failure: { field } });
  });
});
