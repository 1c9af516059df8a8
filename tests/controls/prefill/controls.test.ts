import {
  defaultOf,
  isTracked,
  restore,
  setText,
  setTicked,
  stateOf,
  type Control,
} from '../../../prefill/src/form/control.js';
import { fillFields } from '../../../prefill/src/form/fill-form.js';
import { createMemory } from '../../../prefill/src/form/memory.js';
import { fillForm, aForm, answerOf, control, list, type Held, text, yesNo } from './answers.js';

const fill = (columns: Readonly<Record<string, Held>>) => fillForm(document, answerOf(columns));
const ticked = () => [...document.querySelectorAll<HTMLInputElement>('input:checked')].map(({ id }) => id);

/** Puts a tracker over a control's property, as React does: a change that goes through it is none to React. */
function track(owned: HTMLInputElement | HTMLTextAreaElement, property: 'value' | 'checked'): () => unknown {
  const prototype = owned instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  const native = Object.getOwnPropertyDescriptor(prototype, property)!;
  const tracker: { seen: unknown; state: unknown } = { seen: native.get!.call(owned), state: null };
  Object.defineProperty(owned, property, {
    configurable: true,
    get: () => native.get!.call(owned) as unknown,
    set: (to: unknown) => {
      tracker.seen = to;
      native.set!.call(owned, to);
    },
  });
  const hear = () => {
    const now = native.get!.call(owned) as unknown;
    if (now === tracker.seen) return;
    tracker.seen = now;
    tracker.state = now;
  };
  for (const name of ['input', 'click']) owned.addEventListener(name, hear);
  return () => tracker.state;
}

describe('A4 inputs that React owns', () => {
  it.each([
    ['input', '<input name="firstname">'],
    ['text area', '<textarea name="firstname"></textarea>'],
    ['e-mail input', '<input type="email" name="firstname">'],
  ])('an %s tells its state, which is what is sent', (_kind, html) => {
    aForm(html);
    const owned = control('firstname');
    const state = track(owned, 'value');
    expect(fill({ firstname: ['ann@example.com', text] })).toEqual(['firstname']);
    expect(state()).toBe('ann@example.com');
  });

  it('a box and radio buttons tell theirs', () => {
    aForm(
      '<input type="checkbox" name="a" id="a"><input type="radio" name="b" id="b1" value="1"><input type="radio" name="b" id="b0" value="0">',
    );
    const states = ['a', 'b1'].map((id) => track(document.getElementById(id) as HTMLInputElement, 'checked'));
    fill({ a: [true, yesNo], b: [true, yesNo] });
    expect(states.map((state) => state())).toEqual([true, true]);
  });

  it('a text that stood there before React took over is told to it all the same', () => {
    aForm('<input name="firstname" value="Ann">');
    const state = track(control('firstname'), 'value');
    expect(setText(control('firstname'), 'Ann')).toBe(true);
    expect([state(), control('firstname').value]).toEqual(['Ann', 'Ann']);
    const heard: string[] = [];
    control('firstname').addEventListener('input', () => heard.push('input'));
    expect(heard).toEqual([]);
  });

  it('a box that was ticked before it took over is ticked by a click again', () => {
    aForm('<input type="checkbox" name="a" checked>');
    let clicks = 0;
    control('a').addEventListener('click', () => (clicks += 1));
    expect([setTicked(control('a'), true), clicks]).toEqual([true, 0]);
    expect([setTicked(control('a'), true, true), clicks, control('a').checked]).toEqual([true, 1, true]);
    expect([setTicked(control('a'), false, true), clicks, control('a').checked]).toEqual([true, 2, false]);
  });

  it('is known by the property over its own', () => {
    aForm('<input name="a"><input type="checkbox" name="b">');
    expect([isTracked(control('a')), isTracked(control('b'))]).toEqual([false, false]);
    track(control('a'), 'value');
    track(control('b'), 'checked');
    expect([isTracked(control('a')), isTracked(control('b'))]).toEqual([true, true]);
  });
});

describe('what a page hears of a change', () => {
  it.each([
    ['<input name="a">', 'x', text, ['input', 'change', 'blur']],
    ['<textarea name="a"></textarea>', 'x', text, ['input', 'change', 'blur']],
    ['<select name="a"><option></option><option>x</option></select>', 'x', text, ['input', 'change', 'blur']],
    ['<input type="checkbox" name="a">', true, yesNo, ['click', 'input', 'change']],
    ['<input type="radio" name="a" value="1">', true, yesNo, ['click', 'input', 'change']],
  ] as const)('%s', (html, value, kind, wanted) => {
    aForm(html);
    const heard: string[] = [];
    for (const name of ['click', 'input', 'change', 'blur'])
      control('a').addEventListener(name, () => heard.push(name));
    const outside: string[] = [];
    for (const name of ['input', 'change', 'blur'])
      document.addEventListener(name, () => outside.push(name), { once: true });
    fill({ a: [value, kind] });
    expect(heard).toEqual(wanted);
    expect(outside).toEqual(['input', 'change']);
  });

  it('a box that cannot be clicked is set, and says so', () => {
    document.body.innerHTML = '<fieldset disabled><input type="checkbox" name="a"></fieldset>';
    const heard: string[] = [];
    for (const name of ['click', 'input', 'change']) control('a').addEventListener(name, () => heard.push(name));
    expect(fill({ a: [true, yesNo] })).toEqual(['a']);
    expect([control('a').checked, ...heard]).toEqual([true, 'input', 'change']);
  });

  it.each([
    ['an input that empties itself', '<input name="a">', 'input', 'refused'],
    ['a box that vetoes its click', '<input type="checkbox" name="a">', 'click', 'refused'],
    [
      'a select that goes back',
      '<select name="a"><option value="">-<option value="1">Yes</select>',
      'change',
      'refused',
    ],
    ['a radio button that vetoes its click', '<input type="radio" name="a" value="1">', 'click', 'refused'],
  ])('%s is not called filled', (_what, html, event, outcome) => {
    aForm(html);
    control('a').addEventListener(event, (happened) => {
      if (event === 'click') happened.preventDefault();
      else if (event === 'input') control('a').value = '';
      else list('a').selectedIndex = 0;
    });
    const value = event === 'input' ? (['x', text] as const) : ([true, yesNo] as const);
    const reports = fillFields(document, answerOf({ a: value }), createMemory(), true);
    expect(reports.map((report) => report.outcome)).toEqual([outcome]);
  });

  it('an input that writes it in its own way holds it all the same, and one that makes something else of it does not', () => {
    aForm('<input name="a"><input name="b">');
    control('a').addEventListener('input', () => (control('a').value = '(030) 1234'));
    control('b').addEventListener('input', () => (control('b').value = '(040) 1234'));
    expect(fill({ a: ['030 1234', text], b: ['030 1234', text] })).toEqual(['a']);
  });

  it('a page that throws keeps nothing from the other fields', () => {
    aForm('<input name="a"><input name="b">');
    Object.defineProperty(control('a'), 'maxLength', {
      get: () => {
        throw new Error('of the page');
      },
    });
    const reports = fillFields(document, answerOf({ a: ['x', text], b: ['y', text] }), createMemory(), true);
    expect(reports.map(({ field, outcome }) => `${field} ${outcome}`)).toEqual(['a refused', 'b filled']);
  });
});

describe('A1 a box or radio button of a yes/no column', () => {
  const no = { a: [false, yesNo] } as const;
  const yes = { a: [true, yesNo] } as const;
  const pair = (type: string) =>
    `<input type="${type}" name="a" id="y" value="1"><input type="${type}" name="a" id="n" value="0">`;
  it.each([
    ['radio buttons, yes', pair('radio'), yes, ['y']],
    ['radio buttons, no', pair('radio'), no, ['n']],
    ['a radio button for no alone, yes', '<input type="radio" name="a" id="n" value="0">', yes, []],
    ['a radio button for yes alone, no', '<input type="radio" name="a" id="y" value="1">', no, []],
    ['two boxes, yes', pair('checkbox'), yes, ['y']],
    ['two boxes, no', pair('checkbox'), no, ['n']],
    ['a box, yes', '<input type="checkbox" name="a" id="y">', yes, ['y']],
    ['a box that is ticked, no', '<input type="checkbox" name="a" id="y" checked>', no, []],
    ['a box that stands for no, no', '<input type="checkbox" name="a" id="n" value="Allow">', no, ['n']],
    ['a box that stands for no, yes', '<input type="checkbox" name="a" id="n" value="Allow">', yes, []],
    ['a box named like its value', '<input type="checkbox" name="a" id="y" value="a">', yes, ['y']],
    ['a box with an X', '<input type="checkbox" name="a" id="y" value=" X ">', yes, ['y']],
    ['a box by its label, no', '<label>Allow <input type="checkbox" name="a" id="n"></label>', no, ['n']],
    ['a box by its aria-label, no', '<input type="checkbox" name="a" id="n" aria-label="Allow">', no, ['n']],
    [
      'radio buttons by labels',
      '<label><input type="radio" name="a" id="y" value="q">Yes</label><label><input type="radio" name="a" id="n" value="r">No</label>',
      no,
      ['n'],
    ],
    [
      'two plain boxes, of which none says what it is',
      '<input type="checkbox" name="a" id="y"><input type="checkbox" name="a" id="n">',
      yes,
      [],
    ],
    ['a box that says something else', '<input type="checkbox" name="a" id="y" value="news">', yes, []],
    ['a value and a label that contradict', '<label>No<input type="radio" name="a" id="y" value="1"></label>', yes, []],
  ] as const)('%s', (_what, html, held, wanted) => {
    aForm(html);
    fill(held);
    expect(ticked()).toEqual(wanted);
  });

  it.each([
    ['filled', '<input type="checkbox" name="a">', false],
    ['filled', '<input type="checkbox" name="a" value="0">', false],
    ['no-match', '<input type="checkbox" name="a" value="0"><input type="checkbox" name="a" value="?">', true],
    ['no-match', '<input type="radio" name="a" value="1">', false],
  ])('is called %s: %s of %s', (outcome, html, value) => {
    aForm(html);
    const [report] = fillFields(document, answerOf({ a: [value, yesNo] }), createMemory(), true);
    expect(report?.outcome).toBe(outcome);
  });

  it('of another form or another kind is a field of its own', () => {
    document.body.innerHTML =
      '<form><input type="radio" name="a" id="y1" value="1"></form><form><input type="radio" name="a" id="n2" value="0"><input type="checkbox" name="a" id="b2"></form>';
    const reports = fillFields(document, answerOf({ a: [true, yesNo] }), createMemory(), true);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['filled', 'no-match', 'filled']);
    expect(ticked()).toEqual(['y1', 'b2']);
  });
});

describe('the state of a control', () => {
  const all = () => [...document.querySelectorAll<Control>('input,select,textarea')];
  it.each([
    ['<input value="a">', 'a', 'b'],
    ['<textarea>a</textarea>', 'a', 'b'],
    ['<input type="checkbox">', 'false', 'true'],
    ['<input type="checkbox" checked>', 'true', 'false'],
    ['<input type="radio" name="r">', 'false', 'true'],
    ['<input type="radio" name="r" checked>', 'true', 'false'],
    ['<select><option disabled>x<option>y<option>z</select>', '1', '2'],
    ['<select><option>x<option selected>y<option>z</select>', '1', '0'],
    ['<select><option disabled>x</select>', '', '0'],
    ['<select multiple><option selected>x<option>y<option selected>z</select>', '0,2', '1,2'],
    ['<select multiple><option>x<option>y</select>', '', '0,1'],
  ])('%s is by default %p, and comes back to it', (html, byDefault, other) => {
    aForm(html);
    const [each] = all() as [Control];
    expect(defaultOf(each)).toBe(byDefault);
    if (byDefault !== '' || other !== '') expect(stateOf(each)).toBe(byDefault);
    restore(each, other);
    expect(stateOf(each)).toBe(other);
    restore(each, byDefault);
    expect(stateOf(each)).toBe(byDefault);
  });

  it('that is as it was is not touched', () => {
    aForm('<input name="a" value="x">');
    let heard = 0;
    control('a').addEventListener('input', () => (heard += 1));
    restore(control('a'), 'x');
    expect(heard).toBe(0);
  });

  it.each([
    ['<input name="a" maxlength="3">', 'abcd', 'abc'],
    ['<textarea name="a" maxlength="3"></textarea>', 'a\r\nbc', 'a\r\nb'],
    ['<input name="a" pattern="[0-9]+">', 'x', '1'],
    ['<input name="a" type="email">', 'nobody', 'a@example.com'],
    ['<input name="a" type="url">', 'nowhere', 'https://example.com'],
    ['<input name="a" type="number" max="5">', '6', '5'],
    ['<input name="a" type="number" min="5">', '4', '5'],
    ['<input name="a" type="number" step="2">', '3', '4'],
    ['<input name="a" type="text">', 'two\nlines', 'one line'],
    ['<input name="a" type="date">', 'soon', '2025-07-01'],
  ])('%s does not take %j, keeps what it held, and takes %j', (html, bad, good) => {
    aForm(html);
    let heard = 0;
    control('a').addEventListener('input', () => (heard += 1));
    expect([setText(control('a'), bad), control('a').value, heard]).toEqual([false, '', 0]);
    expect([setText(control('a'), good), heard]).toEqual([true, 1]);
  });

  it.each([
    ['color', '#FF8800', '#ff8800'],
    ['email', ' Ann@Example.com', 'Ann@Example.com'],
    ['text', 'Ann', 'Ann'],
  ])('%s takes %j as its own %j', (type, given, held) => {
    aForm(`<input name="a" type="${type}">`);
    expect([setText(control('a'), given), control('a').value]).toEqual([true, held]);
  });
});
