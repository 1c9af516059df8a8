import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';
import { codeListOf } from '../../../prefill/src/form/code-list.js';
import { fillFields } from '../../../prefill/src/form/fill-form.js';
import { matchItems, type Item } from '../../../prefill/src/form/match-items.js';
import { createMemory } from '../../../prefill/src/form/memory.js';
import { fillForm, aForm, answerOf, control, list, type Held, text, yesNo } from './answers.js';

const fill = (columns: Readonly<Record<string, Held>>) => fillForm(document, answerOf(columns));
const ticked = () => [...document.querySelectorAll<HTMLInputElement>('input:checked')].map(({ id }) => id);

describe('A2, A3 choices', () => {
  const topics = (value: string, label?: string): Held =>
    [value, { kind: 'choices' }, ...(label === undefined ? [] : [label])] as unknown as Held;
  const boxes = ['1', '2', '3'].map((one) => `<input type="checkbox" name="t" id="t${one}" value="${one}">`).join('');
  const options = '<option value="">-<option value="1">Tours<option value="2">Families<option value="3">Tests';

  it('several go into boxes and into a list of several, in the order of the page; none stays ticked that is not chosen', () => {
    aForm(`${boxes}<select id="many" data-pmds-field="t" multiple>${options}</select>`);
    control('t2').checked = true;
    document.querySelector<HTMLInputElement>('#t2')!.defaultChecked = true;
    fill({ t: topics('3,1', 'Tests; Tours') });
    expect(ticked()).toEqual(['t1', 't3']);
    const chosen = [...list('many').selectedOptions].map(({ text: label }) => label.trim());
    expect(chosen).toEqual(['Tours', 'Tests']);
  });

  it('several of which one is on the page are one, and of which two are go into no list or button of one', () => {
    aForm(
      `<select name="t">${options}</select><input type="radio" data-pmds-field="t" name="r" id="r1" value="1"><input type="radio" data-pmds-field="t" name="r" id="r3" value="3">`,
    );
    const outcomes = (value: string, label: string) =>
      fillFields(document, answerOf({ t: topics(value, label) }), createMemory(), true).map(({ outcome }) => outcome);
    expect(outcomes('1,3', 'Tours; Tests')).toEqual(['no-match', 'no-match']);
    expect([list('t').value, ticked()]).toEqual(['', []]);
    expect(outcomes('1,9', 'Tours; Other')).toEqual(['filled', 'filled']);
    expect([list('t').value, ticked()]).toEqual(['1', ['r1']]);
  });

  it('leaves boxes alone that may mean something else, and options that cannot be chosen', () => {
    aForm(
      `<input type="checkbox" name="t" id="t7" value="7" checked><select name="one"><option value="">-<option value="2" disabled>Families<optgroup disabled><option value="2">Families</optgroup><option value="2">families </select>`,
    );
    fill({ t: topics('1,2', 'Tours; Families'), one: [2, { kind: 'choice' }, 'Families'] });
    expect(ticked()).toEqual(['t7']);
    expect(list('one').selectedIndex).toBe(3);
  });

  const choice: PrefillColumn = { kind: 'choice' };
  const none = () => null;
  const at = (
    items: readonly (Item | string)[],
    value: Exclude<PrefillValue, null>,
    kind: PrefillColumn | null,
    label: string | null = null,
  ) =>
    matchItems(
      items.map((item) => (typeof item === 'string' ? { value: item, label: item } : item)),
      { value, label, column: kind },
      none,
    );
  it.each([
    [
      'the label before the number',
      [
        { value: '2', label: 'Any' },
        { value: '1', label: 'E-mail' },
      ],
      2,
      choice,
      'E-mail',
      [1],
    ],
    [
      'a label in another spelling',
      [
        { value: 'x', label: ' e-MAIL' },
        { value: '2', label: 'Any' },
      ],
      2,
      choice,
      'E-mail',
      [0],
    ],
    [
      'the number, where two labels are spelled alike',
      [
        { value: '1', label: 'a b' },
        { value: '2', label: 'AB' },
      ],
      2,
      choice,
      'aB',
      [1],
    ],
    [
      'the number',
      [
        { value: '1', label: 'One' },
        { value: '2', label: 'Two' },
      ],
      2,
      choice,
      'Deux',
      [1],
    ],
    ['the label as a value', [{ value: 'Deux', label: 'x' }], 2, choice, 'Deux', [0]],
    ['neither', [{ value: '1', label: 'One' }], 2, choice, 'Deux', []],
    ['nothing without a label', [{ value: '1', label: '2' }], 2, choice, null, []],
    ['a lookup by its id, in capitals', ['x', 'AB-1'], 'ab-1', { kind: 'lookup' }, 'Contoso', [1]],
    ['a lookup by its name', ['x', 'Contoso'], 'ab-1', { kind: 'lookup' }, 'Contoso', [1]],
    ['no lookup without a name', ['x', 'Contoso'], 'ab-1', { kind: 'lookup' }, null, []],
    ['a number with zeros behind it', ['12.5', '12'], '12.50', { kind: 'number' }, null, [0]],
    ['a number that zeros make whole', ['120', '12'], '12.00', { kind: 'number' }, null, [1]],
    [
      'a number of many digits',
      ['9007199254740992', '9007199254740993'],
      '9007199254740993',
      { kind: 'number' },
      null,
      [1],
    ],
    ['a negative number', ['12', '-12.0'], '-12', { kind: 'number' }, null, [1]],
    ['a number by its label', [{ value: 'a', label: '12' }], '12', { kind: 'number' }, null, [0]],
    [
      'a text by its value first',
      [
        { value: 'x', label: 'DE' },
        { value: 'DE', label: 'y' },
      ],
      'DE',
      text,
      null,
      [1],
    ],
    ['a text by its label', [{ value: 'x', label: 'DE' }], ' DE ', text, null, [0]],
    ['a text in another spelling', ['FR', 'de'], 'D E', text, null, [1]],
    ['no text that two are spelled like', ['de', 'd e'], 'D E', text, null, []],
    ['a value of which nobody knows the kind', ['x'], 'x', null, null, []],
    ['an item without a value, by its label', [{ value: null, label: 'x' }], 'x', text, null, [0]],
    ['yes among three', ['1', '0', 'ja'], true, yesNo, null, [0, 2]],
    [
      'labels that hold a semicolon: the numbers alone',
      [
        { value: '1', label: 'a' },
        { value: '2', label: 'b; c' },
      ],
      '2',
      { kind: 'choices' },
      'b; c',
      [1],
    ],
    ['choices with blanks between', ['1', '3'], '1, 3', { kind: 'choices' }, 'x; y', [0, 1]],
  ] as const)('matches %s', (_what, items, value, kind, label, wanted) => {
    expect(at(items, value, kind, label)).toEqual(wanted);
  });
});

describe('A3 the code list of a page', () => {
  const codes = (attribute: string, beside = '') => {
    document.body.innerHTML = `<div data-pmds-map='${attribute}'><input name="a"></div>${beside}`;
    return codeListOf(control('a'));
  };
  it('is read around the control, from either side, exactly before loosely', () => {
    const list = codes('{"Germany":"DE","AT":["Austria","Österreich"],"austria":"x"}');
    expect(['Germany', 'GER MANY', 'Österreich', 'Austria', 'AUSTRIA', 'France'].map(list)).toEqual([
      'DE',
      'DE',
      'AT',
      'AT',
      'AT',
      null,
    ]);
  });
  it('is read from a script element, with # or without', () => {
    const script = '<script type="application/json" id="l">{"Germany":"DE","n":1}</script>';
    expect([codes('l', script)('Germany'), codes(' #l ', script)('Germany'), codes('l', script)('n')]).toEqual([
      'DE',
      'DE',
      '1',
    ]);
  });
  it('that is none is said on the console, without a word of the person, and matches nothing', () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(codes('{"Germany"')('Germany')).toBeNull();
    expect(codes('nowhere')('Germany')).toBeNull();
    expect(warned.mock.calls).toEqual([
      ['pmds prefill: data-pmds-map is no JSON object: {"Germany"'],
      ['pmds prefill: data-pmds-map is no JSON object: nowhere'],
    ]);
    expect(codes('')('Germany')).toBeNull();
    expect(warned).toHaveBeenCalledTimes(2);
    warned.mockRestore();
  });
  it('goes before everything else, also for a box and a yes/no column', () => {
    aForm(
      `<input name="a" data-pmds-map='{"Do Not Allow":"N"}'><input type="checkbox" name="b" id="b" value="N" data-pmds-map='{"true":"N"}'>`,
    );
    fill({ a: [true, yesNo, 'Do Not Allow'], b: [true, yesNo] });
    expect([control('a').value, ticked()]).toEqual(['N', ['b']]);
  });
});
