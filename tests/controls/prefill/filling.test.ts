import { fillForm } from './answers.js';
import type { PrefillColumn, PrefillResponse, PrefillValue } from '@pmds/contracts/prefill';
import { linkWithToken, takeToken } from '@pmds/contracts/web-form/link';
import { textForInput } from '../../../prefill/src/form/field-value.js';

const token = 'aaa.bbb-1.ccc_2';

describe('the token in the link', () => {
  it('is taken out of the fragment, and what else is there stays', () => {
    expect(takeToken(`pmds=${token}`)).toEqual({ token, rest: '' });
    expect(takeToken(`chapter=2&pmds=${token}&x=y`)).toEqual({ token, rest: 'chapter=2&x=y' });
    expect(takeToken('chapter=2')).toEqual({ token: null, rest: 'chapter=2' });
    expect(takeToken('')).toEqual({ token: null, rest: '' });
  });

  it('A6 is invalid, and gone from the address, when it does not look like one', () => {
    expect(takeToken('pmds=<script>')).toEqual({ token: 'invalid', rest: '' });
    expect(takeToken('pmds=')).toEqual({ token: 'invalid', rest: '' });
  });

  it.each([
    ['https://forms.example.com/a?b=c', `https://forms.example.com/a?b=c#pmds=${token}`],
    ['https://forms.example.com/a?b=c#old', `https://forms.example.com/a?b=c#old&pmds=${token}`],
    ['https://forms.example.com/#/form', `https://forms.example.com/#/form?pmds=${token}`],
    ['https://forms.example.com/#!/form?step=1', `https://forms.example.com/#!/form?step=1&pmds=${token}`],
    ['https://forms.example.com/#', `https://forms.example.com/#pmds=${token}`],
  ])('A14 stands in the fragment of %s, and is taken out of it again', (address, link) => {
    expect(linkWithToken(address, token)).toBe(link);
    const [, fragment = ''] = link.split(/#(.*)/);
    expect(takeToken(fragment)).toEqual({ token, rest: address.split('#')[1] ?? '' });
  });
});

function aForm(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.querySelector('form')!;
}

const answer = (values: PrefillResponse['values'], labels: PrefillResponse['labels'] = {}): PrefillResponse => ({
  table: 'contact',
  values,
  labels,
  columns: Object.fromEntries(Object.keys(values).map((name) => [name, kindOf(values[name], labels[name])])),
});
const kindOf = (value: PrefillValue | undefined, label: string | undefined): PrefillColumn => {
  if (typeof value === 'boolean') return { kind: 'yes-no', yes: [], no: [] };
  if (typeof value === 'number') return { kind: label === undefined ? 'number' : 'choice' };
  if (label === undefined) return { kind: 'text' };
  return { kind: /^\d+(,\d+)*$/.test(String(value)) ? 'choices' : 'lookup' };
};
const input = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)!;

describe('filling in a form', () => {
  it('finds fields by name and by data-pmds-field, and says which it filled', () => {
    const form = aForm(
      '<input name="firstname"><textarea data-pmds-field="description"></textarea><input name="other">',
    );
    const filled = fillForm(form, answer({ firstname: 'Ngô', description: 'two\nlines', jobtitle: 'unused' }));
    expect(filled).toEqual(['firstname', 'description']);
    expect(input('firstname').value).toBe('Ngô');
    expect(form.querySelector('textarea')!.value).toBe('two\nlines');
    expect(input('other').value).toBe('');
  });

  it('takes the first column that has a value, for forms of contacts and leads alike', () => {
    const form = aForm('<input name="company" data-pmds-field="companyname parentcustomerid">');
    const labels = { parentcustomerid: 'Contoso' };
    expect(fillForm(form, answer({ companyname: null, parentcustomerid: 'some-guid' }, labels))).toEqual([
      'parentcustomerid',
    ]);
    expect(input('company').value).toBe('Contoso');
  });

  it('chooses options and radio buttons by number, else by label', () => {
    const options = '<option value="">-</option><option value="1">Any</option><option value="2">E-mail</option>';
    const form = aForm(
      `<select name="method">${options}</select>
       <select name="gender"><option>Female</option><option>Male</option></select>
       <input type="radio" name="size" value="1"><input type="radio" name="size" value="2">`,
    );
    fillForm(form, answer({ method: 2, gender: 1, size: 2 }, { method: 'E-mail', gender: 'Male' }));
    expect(form.querySelector<HTMLSelectElement>('[name="method"]')!.value).toBe('2');
    expect(form.querySelector<HTMLSelectElement>('[name="gender"]')!.value).toBe('Male');
    expect(form.querySelector<HTMLInputElement>('[name="size"]:checked')!.value).toBe('2');
  });

  it('ticks boxes for yes, for the chosen of several, and unticks for no', () => {
    const form = aForm(
      `<input type="checkbox" name="yes"><input type="checkbox" name="no" checked>
       <input type="checkbox" name="topics" value="1"><input type="checkbox" name="topics" value="3">`,
    );
    fillForm(form, answer({ yes: true, no: false, topics: '2,3' }, { topics: 'Tours; Tests' }));
    expect(input('yes').checked).toBe(true);
    expect(input('no').checked).toBe(false);
    expect(Array.from(form.querySelectorAll<HTMLInputElement>('[name="topics"]')).map((box) => box.checked)).toEqual([
      false,
      true,
    ]);
  });

  it('leaves alone what somebody has typed, what is disabled, hidden or secret, and columns without a value', () => {
    const form = aForm(
      `<input name="typed"><input name="off" disabled><input type="hidden" name="csrf" value="keep">
       <input type="password" name="secret"><input name="empty" value="default">`,
    );
    input('typed').value = 'mine';
    const filled = fillForm(form, answer({ typed: 'x', off: 'x', csrf: 'x', secret: 'x', empty: null }));
    expect(filled).toEqual([]);
    expect(input('typed').value).toBe('mine');
    expect(input('csrf').value).toBe('keep');
    expect(input('empty').value).toBe('default');
  });

  it('tells the page of every change, as typing does', () => {
    const form = aForm('<input name="firstname">');
    const heard: string[] = [];
    for (const name of ['input', 'change']) form.addEventListener(name, () => heard.push(name));
    fillForm(form, answer({ firstname: 'Ada' }));
    expect(heard).toEqual(['input', 'change']);
  });
});

describe('a value for an input', () => {
  const field = (value: Exclude<PrefillValue, null>, column: PrefillColumn | null) => ({ value, label: null, column });
  it.each([
    ['date', '1990-02-03T00:30:00', 'date-time', '1990-02-03'],
    ['date', '1990-02-03', 'date', '1990-02-03'],
    ['number', '5.10', 'number', '5.10'],
    ['number', 5, 'choice', null],
    ['email', 'a@example.com', 'text', 'a@example.com'],
    ['text', 'some-guid', 'lookup', null],
    ['datetime-local', '2025-06-01T12:00:00', 'date-time', '2025-06-01T12:00'],
    ['datetime-local', '2025-06-01T12:00:30', 'date-time', '2025-06-01T12:00:30'],
  ] as const)('%s takes %p of a %s column as %p', (type, value, kind, text) => {
    expect(textForInput(type, field(value, { kind }))).toBe(text);
  });
});
