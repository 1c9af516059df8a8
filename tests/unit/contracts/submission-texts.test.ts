import {
  changeReasons,
  parseSubmissionChanges,
  serialiseSentValues,
  serialiseSubmissionChanges,
  type SubmissionChange,
} from '@pmds/contracts/web-form/submission';

const change: SubmissionChange = {
  column: 'gendercode',
  label: 'Gender',
  old: 'Male',
  new: 'Female',
  rule: 'review',
  reason: 'rule-review',
  outcome: 'review',
  from: 1,
  to: 2,
};

describe('The texts of a Form Submission', () => {
  test.each([...changeReasons, null])('keep a change with the reason %s', (reason) => {
    const { to: _, ...unfit } = change;
    const changes = [
      { ...change, reason },
      { ...unfit, old: null, from: null },
    ];
    expect(parseSubmissionChanges(serialiseSubmissionChanges(changes))).toEqual({ ok: true, value: changes });
  });

  test('keep what was sent, with the names of what was ignored', () => {
    const sent = { values: { a: 'x', b: ['1', '2'], c: true, d: null }, ignored: ['e'] };
    expect(JSON.parse(serialiseSentValues(sent))).toEqual({ version: 1, ...sent });
  });

  test.each([null, undefined, '', '  '])('hold nothing where they are %j', (text) => {
    expect(parseSubmissionChanges(text)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['no JSON', 'x', { reason: 'not-json' }],
    ['a list', '[]', { reason: 'wrong-shape' }],
    ['no version', '{}', { reason: 'wrong-version' }],
    ['a newer version', '{"version":2}', { reason: 'newer-version' }],
    ['no changes', '{"version":1}', { reason: 'wrong-shape' }],
    ['a change that is none', '{"version":1,"changes":[1]}', { reason: 'wrong-shape', at: '1' }],
    [
      'a change without a rule',
      JSON.stringify({ version: 1, changes: [change, { ...change, rule: 'always' }] }),
      { reason: 'wrong-shape', at: 'gendercode' },
    ],
    [
      'a change to a list',
      JSON.stringify({ version: 1, changes: [{ ...change, to: [] }] }),
      { reason: 'wrong-shape', at: 'gendercode' },
    ],
  ])('are refused where the changes are %s', (_, text, failure) => {
    expect(parseSubmissionChanges(text)).toEqual({ ok: false, failure });
  });
});
