import { mostRetriedTraces, retryProblem, type SelectedTrace } from '@pmds/contracts/start/retry-rules';

const aTrace = (more: Partial<SelectedTrace> = {}): SelectedTrace => ({
  dataSyncId: 'one',
  open: true,
  taken: true,
  ...more,
});

describe('N6 a retry of selected Error Traces', () => {
  it.each([
    ['one', [aTrace()]],
    ['as many as a call can name', Array.from({ length: mostRetriedTraces }, () => aTrace())],
  ])('is allowed for %s', (_, traces) => {
    expect(retryProblem(traces)).toBeNull();
  });

  it.each([
    ['nothing is selected', [], 'NOTHING_SELECTED'],
    ['there are too many', Array.from({ length: mostRetriedTraces + 1 }, () => aTrace()), 'TOO_MANY_SELECTED'],
    ['two syncs are meant', [aTrace(), aTrace({ dataSyncId: 'two' })], 'SEVERAL_SYNCS'],
    ['one is settled', [aTrace(), aTrace({ open: false })], 'TRACE_NOT_OPEN'],
    ['one cannot be retried', [aTrace(), aTrace({ taken: false })], 'TRACE_NOT_RETRYABLE'],
    ['one of another sync is settled', [aTrace(), aTrace({ dataSyncId: null, open: false })], 'TRACE_NOT_OPEN'],
  ] as const)('is refused with a sentence that says what to do when %s', (_, traces, code) => {
    expect(retryProblem(traces)).toMatchObject({ code, sentence: expect.stringMatching(/^.+\. .+\.$/) as unknown });
  });
});
