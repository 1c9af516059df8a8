import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';
import { fieldValueOf, shownText, textForInput } from '../../../prefill/src/form/field-value.js';
import { fillFields } from '../../../prefill/src/form/fill-form.js';
import { filledColumns } from '../../../prefill/src/report.js';
import { createMemory } from '../../../prefill/src/form/memory.js';
import { aForm, answerOf, control, text, yesNo } from './answers.js';

describe('a value of the answer', () => {
  const of = (value: PrefillValue, label?: string, kind: PrefillColumn | null = text) =>
    fieldValueOf(
      {
        table: 'contact',
        values: { it: value },
        labels: label === undefined ? {} : { it: label },
        columns: kind === null ? {} : { it: kind },
      } as never,
      'it',
    );

  it.each<[PrefillValue]>([[null], [''], ['  '], [{} as never], [undefined as never]])('%j is no value', (value) => {
    expect(of(value)).toBeNull();
  });

  it('of which nobody says the kind cannot be told, an empty label is none', () => {
    expect(of('2025-06-30T22:00:00Z', undefined, null)).toEqual({
      value: '2025-06-30T22:00:00Z',
      label: null,
      column: null,
    });
    expect(of('x', ' ')?.label).toBeNull();
  });
});

describe('what people read', () => {
  const said = (value: Exclude<PrefillValue, null>, column: PrefillColumn | null, label: string | null = null) =>
    shownText({ value, label, column });
  it.each([
    [said(true, yesNo), 'Do Not Allow'],
    [said(false, yesNo), 'Allow'],
    [said(false, yesNo, 'Erlaubt'), 'Erlaubt'],
    [said(true, { kind: 'yes-no', yes: [], no: [] }), null],
    [said(2, { kind: 'choice' }, 'Two'), 'Two'],
    [said('1,2', { kind: 'choices' }, 'One; Two'), 'One; Two'],
    [said('ab-1', { kind: 'lookup' }, 'Contoso'), 'Contoso'],
    [said('ab-1', { kind: 'lookup' }), null],
    [said('2025-07-01T10:00:30', { kind: 'date-time' }), '2025-07-01 10:00'],
    [said('2025-07-01', { kind: 'date' }), '2025-07-01'],
    [said(12.5, { kind: 'number' }), '12.5'],
    [said('x', null), null],
  ])('%j', (shown, wanted) => {
    expect(shown).toBe(wanted);
  });

  const given = (
    type: string,
    value: Exclude<PrefillValue, null>,
    column: PrefillColumn | null,
    label: string | null = null,
  ) => textForInput(type, { value, label, column });
  const [date, time] = [{ kind: 'date' }, { kind: 'date-time' }] as const;
  it.each([
    [given('hidden', 2, { kind: 'choice' }, 'Two'), 'Two'],
    [given('hidden', 2, { kind: 'choice' }), '2'],
    [given('hidden', 'x', null), null],
    [given('date', '2025-07-01T10:00:00', time), '2025-07-01'],
    [given('date', 'soon', text), 'soon'],
    [given('date', '1.7.2025', date), null],
    [given('date', 'x2025-07-01', date), null],
    [given('date', 7, { kind: 'number' }), null],
    [given('month', '2025-07-01', date), '2025-07'],
    [given('week', '2025-12-29', date), '2026-W01'],
    [given('week', '2025-12-28', date), '2025-W52'],
    [given('week', '2027-01-03', date), '2026-W53'],
    [given('week', '2027-01-04T00:00:00', time), '2027-W01'],
    [given('week', '2024-02-29', date), '2024-W09'],
    [given('time', '2025-07-01T09:30:00', time), '09:30'],
    [given('time', '2025-07-01T09:30:00.000', time), '09:30'],
    [given('time', '2025-07-01T09:30:30', time), '09:30:30'],
    [given('time', '9:30', text), '9:30'],
    [given('time', '2025-07-01', date), null],
    [given('datetime-local', '2025-07-01T09:30:00', time), '2025-07-01T09:30'],
    [given('datetime-local', '2025-07-01T09:30:05', time), '2025-07-01T09:30:05'],
    [given('number', '12', text), '12'],
    [given('range', 12, { kind: 'number' }), '12'],
    [given('range', 12, { kind: 'choice' }, 'x'), null],
    [given('tel', '030', text), '030'],
  ])('%j', (shown, wanted) => {
    expect(shown).toBe(wanted);
  });
});

describe('what comes of a field', () => {
  const outcomes = (columns: Parameters<typeof answerOf>[0]) =>
    fillFields(document, answerOf(columns), createMemory(), true).map(({ outcome }) => outcome);

  it('that nobody has a value for is empty, and one that cannot be told is no match', () => {
    aForm('<input name="a"><input name="b"><input type="checkbox" name="c">');
    expect(outcomes({ a: [null, text], b: [1, { kind: 'choice' }], c: ['x', yesNo] })).toEqual([
      'empty',
      'no-match',
      'no-match',
    ]);
    expect(control('c').checked).toBe(false);
  });

  it('leaves a box alone that does not say what it stands for beside one that does', () => {
    aForm('<input type="checkbox" name="a" id="y" value="1"><input type="checkbox" name="a" id="q" value="?" checked>');
    expect(outcomes({ a: [true, yesNo] })).toEqual(['filled']);
    expect([control('y').checked, control('q').checked]).toEqual([true, true]);
  });

  it('finds several choices by their labels where the numbers are the page’s own', () => {
    aForm(
      '<select name="a" multiple><option value="x">Tours<option value="y">Families<option value="z">Tests</select>',
    );
    expect(outcomes({ a: ['1,3', { kind: 'choices' }, 'Tours; Tests'] })).toEqual(['filled']);
    const chosen = [...(control('a') as unknown as HTMLSelectElement).selectedOptions].map(({ value }) => value);
    expect(chosen).toEqual(['x', 'z']);
  });

  it('of several for one column is counted once', () => {
    aForm('<input name="a"><input name="a"><input name="b">');
    const reports = fillFields(document, answerOf({ a: ['x', text], b: [null, text] }), createMemory(), true);
    expect(filledColumns(reports)).toEqual(['a']);
  });

  it('is kept where somebody has chosen in a list that says only that it changed', () => {
    aForm('<select name="a"><option>x<option>y</select>');
    const memory = createMemory();
    memory.watch(document);
    fillFields(document, answerOf({ a: ['y', text] }), memory, true);
    const list = control('a') as unknown as HTMLSelectElement;
    list.selectedIndex = 0;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    const [report] = fillFields(document, answerOf({ a: ['y', text] }), memory, true);
    expect([report?.outcome, list.value]).toEqual(['kept', 'x']);
  });
});
