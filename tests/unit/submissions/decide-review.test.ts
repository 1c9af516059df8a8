import { decideReview, valuesToWrite } from '@pmds/bridge/domain/submission/decide-review';
import { decideSubmission, heldBack } from '@pmds/bridge/domain/submission/decide-submission';
import type { SubmissionChange } from '@pmds/contracts/web-form/submission';
import { aField, contactColumns, facts } from './facts';

const columns = new Map(contactColumns.map((column) => [column.logicalName, column]));
const held = (record: Readonly<Record<string, string>>) =>
  new Map(Object.entries(record).map(([name, raw]) => [name, { raw, name: null }]));
const applied = (changes: readonly SubmissionChange[], record: Readonly<Record<string, string>>) =>
  decideReview(changes, columns, held(record), 'Europe/Berlin');

describe('What *Apply* writes', () => {
  const person = { lastname: 'Lee', emailaddress1: 'lee@example.com', jobtitle: 'Clerk' };
  const fields = ['lastname', 'emailaddress1', 'jobtitle'].map((column) => aField(column));
  const sent = { lastname: 'Roe', emailaddress1: 'roe@example.com' };
  const waiting = decideSubmission(facts(fields, person, sent));

  test('is what waits, where the record is as it was shown', () => {
    const decision = applied(waiting, person);
    if (decision.kind !== 'apply') throw new Error(decision.kind);
    expect(valuesToWrite(decision.changes, waiting)).toEqual(sent);
    expect(decision.left).toEqual([]);
  });

  test('is nothing where the record has changed since: the comparison shows it as it is', () => {
    const decision = applied(waiting, { ...person, lastname: 'Lee-Poe' });
    if (decision.kind !== 'record-changed') throw new Error(decision.kind);
    expect(decision.columns).toEqual(['Last Name']);
    expect(decision.changes.map(({ old, outcome }) => [old, outcome])).toEqual([
      ['Lee-Poe', 'review'],
      ['lee@example.com', 'review'],
    ]);
    const again = applied(decision.changes, { ...person, lastname: 'Lee-Poe' });
    expect(again.kind).toBe('apply');
  });

  test('may be what somebody has entered by hand meanwhile', () => {
    const decision = applied(waiting, { ...person, lastname: 'Roe' });
    expect(decision.kind).toBe('apply');
  });

  test('is not what was written before', () => {
    const half = decideSubmission(
      facts([aField('jobtitle'), aField('lastname', { submit: 'review' })], person, {
        jobtitle: 'Head',
        lastname: 'Roe',
      }),
    );
    const decision = applied(half, { ...person, jobtitle: 'Boss' });
    if (decision.kind !== 'apply') throw new Error(decision.kind);
    expect(valuesToWrite(decision.changes, half)).toEqual({ lastname: 'Roe' });
  });

  test('leaves out what is no value of the column, and names it', () => {
    const unfit = decideSubmission(facts(fields, person, { jobtitle: 'x'.repeat(101), lastname: 'Roe' }));
    const decision = applied(heldBack(unfit, 'overtaken'), person);
    if (decision.kind !== 'apply') throw new Error(decision.kind);
    expect(decision.left).toEqual(['Job Title']);
    expect(valuesToWrite(decision.changes, [])).toEqual({ lastname: 'Roe' });
  });

  test('is refused where nothing could be written', () => {
    const unfit = decideSubmission(facts(fields, person, { jobtitle: 'x'.repeat(101) }));
    expect(applied(unfit, person)).toEqual({ kind: 'nothing', left: ['Job Title'] });
  });
});
