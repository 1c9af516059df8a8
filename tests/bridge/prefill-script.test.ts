/** @jest-environment jsdom */
import type { PrefillResponse } from '@pmds/contracts/prefill';
import { textForInput } from '../../prefill/src/field-value.js';
import { fillForm } from '../../prefill/src/fill-form.js';
import { takeToken, withToken } from '../../prefill/src/token-from-link.js';

const token = 'aaa.bbb-1.ccc_2';

describe('the token in the link', () => {
  it('is taken out of the fragment, and what else is there stays', () => {
    expect(takeToken(`#pmds=${token}`)).toEqual({ token, rest: '' });
    expect(takeToken(`#chapter=2&pmds=${token}&x=y`)).toEqual({ token, rest: '#chapter=2&x=y' });
    expect(takeToken('#chapter=2')).toEqual({ token: null, rest: '#chapter=2' });
    expect(takeToken('')).toEqual({ token: null, rest: '' });
  });

  it('is nothing when it does not look like one', () => {
    expect(takeToken('#pmds=<script>')).toEqual({ token: null, rest: '' });
  });

  it('is handed on to an embedded form in its fragment, never in its query', () => {
    expect(withToken('https://forms.example.com/a?b=c#old', token)).toBe(
      `https://forms.example.com/a?b=c#pmds=${token}`,
    );
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
  columns: {},
});
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
    fillForm(form, answer({ yes: true, no: false, topics: '2,3' }));
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
  it.each([
    ['date', '1990-02-03T00:00:00Z', '1990-02-03'],
    ['date', '1990-02-03', '1990-02-03'],
    ['date', 'soon', null],
    ['number', 5, '5'],
    ['number', 'five', null],
    ['email', 'a@example.com', 'a@example.com'],
    ['file', 'x', null],
  ])('%s takes %p as %p', (type, value, text) => {
    expect(textForInput(type, { value, label: null })).toBe(text);
  });

  it('shows a time by the clock of the reader', () => {
    const local = textForInput('datetime-local', { value: '2025-06-01T12:00:00Z', label: null })!;
    expect(new Date(local).toISOString()).toBe('2025-06-01T12:00:00.000Z');
  });
});
