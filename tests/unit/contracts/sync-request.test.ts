import fc from 'fast-check';
import { parseRowId } from '@pmds/contracts/ids';
import { parseMessageContext, runIdOf, traceIdsOf } from '@pmds/contracts/start/sync-request';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const row = '0d9f3f5e-6a1c-4a57-9d0e-4f6f3c1f2a10';
const run = '7b1de21a-45a8-4f0a-8f6a-1b2c3d4e5f60';

const posted = {
  MessageName: 'pmds_StartSync',
  PrimaryEntityName: 'pmds_datasync',
  PrimaryEntityId: row,
  InitiatingUserId: '11111111-2222-4333-8444-555555555555',
  InputParameters: [
    {
      key: 'Target',
      value: {
        __type: 'EntityReference:http://schemas.microsoft.com/xrm/2011/Contracts',
        Id: row.toUpperCase(),
        LogicalName: 'pmds_datasync',
      },
    },
    { key: 'RunId', value: `{${run}}` },
  ],
};

describe('the posted execution context', () => {
  it('gives message, row, user and run id', () => {
    const parsed = parseMessageContext(posted);
    expect(parsed).toMatchObject({
      ok: true,
      value: { message: 'pmds_StartSync', table: 'pmds_datasync', rowId: row },
    });
    if (parsed.ok) expect(runIdOf(parsed.value)).toEqual({ ok: true, value: run });
  });

  it('finds the row when the platform removed the parameters of a large body', () => {
    const { InputParameters: _, ...small } = posted;
    expect(parseMessageContext(small)).toMatchObject({ ok: true, value: { rowId: row, parameters: {} } });
  });

  it('takes a call without a run id', () => {
    const parsed = parseMessageContext({ ...posted, InputParameters: posted.InputParameters.slice(0, 1) });
    if (!parsed.ok) throw new Error(parsed.failure.field);
    expect(runIdOf(parsed.value)).toEqual({ ok: true, value: null });
  });

  it.each([
    [null, '(body)'],
    ['text', '(body)'],
    [{}, 'MessageName'],
    [{ ...posted, InputParameters: 'none' }, 'InputParameters'],
    [{ ...posted, InputParameters: [7] }, 'InputParameters[0]'],
    [
      { ...posted, InputParameters: [{ key: 'Target', value: { LogicalName: 'x', Id: 'no-guid' } }] },
      'InputParameters.Target.Id',
    ],
    [{ MessageName: 'm', PrimaryEntityName: 'x', PrimaryEntityId: 7 }, 'PrimaryEntityId'],
  ])('refuses %j naming %s', (body, field) => {
    expect(parseMessageContext(body)).toMatchObject({ ok: false, failure: { field } });
  });

  const naming = (TraceIds: unknown) => {
    const InputParameters = [...posted.InputParameters, { key: 'TraceIds', value: TraceIds }];
    const parsed = parseMessageContext({ ...posted, InputParameters });
    if (!parsed.ok) throw new Error(parsed.failure.field);
    return traceIdsOf(parsed.value);
  };

  it('N6 gives the Trace rows that a retry is limited to, each once', () => {
    expect(naming([row, `{${run.toUpperCase()}}`, row])).toEqual({ ok: true, value: [row, run] });
    expect(naming([])).toEqual({ ok: true, value: [] });
  });

  it('N6 means everybody who failed when no Trace row is named', () => {
    const parsed = parseMessageContext(posted);
    if (!parsed.ok) throw new Error(parsed.failure.field);
    expect(traceIdsOf(parsed.value)).toEqual({ ok: true, value: null });
  });

  it.each([[[row, 'soon']], [row], ['']])('refuses the Trace rows %j', (value) => {
    expect(naming(value)).toMatchObject({ ok: false, failure: { field: 'InputParameters.TraceIds' } });
  });

  it('N6 does not take a call whose parameters the platform removed for one that names nothing', () => {
    const { InputParameters: _, ...small } = posted;
    const parsed = parseMessageContext(small);
    if (!parsed.ok) throw new Error(parsed.failure.field);
    expect(traceIdsOf(parsed.value)).toMatchObject({
      ok: false,
      failure: { sentence: expect.stringContaining('Name fewer') as unknown },
    });
  });

  it('refuses a run id that is no GUID', () => {
    const parsed = parseMessageContext({ ...posted, InputParameters: [{ key: 'RunId', value: 'soon' }] });
    if (!parsed.ok) throw new Error(parsed.failure.field);
    expect(runIdOf(parsed.value)).toMatchObject({ ok: false, failure: { field: 'InputParameters.RunId' } });
  });

  it('never throws, whatever is posted', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => typeof parseMessageContext(body).ok === 'boolean'));
  });
});

describe('row ids', () => {
  it.each([row, row.toUpperCase(), `{${row}}`])('parse from %s to lower case without braces', (raw) => {
    expect(parseRowId(raw)).toEqual({ ok: true, value: row });
  });

  it.each([`{${row}`, `${row}}`, row.slice(1), '', null, 5, `${row}0`])('refuse %j', (raw) => {
    expect(parseRowId(raw)).toEqual({ ok: false, failure: 'not-a-guid' });
  });
});
