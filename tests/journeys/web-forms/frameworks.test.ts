import type {} from '../../../prefill/src/prefill.js';
import { readFileSync } from 'node:fs';
import { ann, aPage, stateOf, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
const open = async (body: string) => {
  site().page('/form.html', aPage(body));
  await tab().goto(`${site().origin}/form.html#pmds=${ann}`);
  return stateOf(tab());
};
/** The state that the page's own code would send. */
const pageState = () => tab().evaluate(() => (window as unknown as { state: Record<string, unknown> }).state);

/** A form whose every control is controlled by the state, as a function of the version of React on the page. */
const controlled = `
  function Form() {
    const [state, setState] = React.useState({ first: '', job: '', phone: false, radio: '', pick: '' });
    window.state = state;
    const set = (name, of) => (event) => { const value = of(event.target); setState((old) => ({ ...old, [name]: value })); };
    const e = React.createElement;
    return e('form', null,
      e('input', { name: 'firstname', value: state.first, onChange: set('first', (t) => t.value) }),
      e('textarea', { name: 'jobtitle', value: state.job, onChange: set('job', (t) => t.value) }),
      e('input', { type: 'checkbox', name: 'donotphone', checked: state.phone, onChange: set('phone', (t) => t.checked) }),
      e('fieldset', { 'data-pmds-field': 'donotphone' }, ['1', '0'].map((value) =>
        e('input', { key: value, type: 'radio', name: 'r', value, checked: state.radio === value, onChange: set('radio', (t) => t.value) }))),
      e('select', { name: 'lastname', value: state.pick, onChange: set('pick', (t) => t.value) },
        e('option', { value: '' }, '-'), e('option', { value: 'A' }, 'Archer')));
  }`;
const filledState = { first: 'Ann', job: 'Analyst', phone: true, radio: '1', pick: 'A' };

describe('A4 inputs that a framework owns', () => {
  beforeEach(() => {
    for (const part of ['react', 'react-dom']) {
      const umd = readFileSync(require.resolve(`${part}/umd/${part}.production.min.js`), 'utf8');
      site().page(`/${part}.js`, umd, { 'content-type': 'text/javascript' });
    }
  });
  const react = '<div id="root"></div><script src="/react.js"></script><script src="/react-dom.js"></script>';

  it('React 16: the state of the page holds what is shown, ticked and chosen', async () => {
    const mount = `ReactDOM.render(React.createElement(Form), document.getElementById('root'));`;
    expect(await open(`${react}<script>${controlled}${mount}</script>`)).toBe('filled');
    expect(await pageState()).toEqual(filledState);
    expect(await tab().locator('[name=donotphone]').isChecked()).toBe(true);
  });

  it('React that takes the page over later, and a form that it puts in later', async () => {
    const render = `const root = document.getElementById('root');
      document.addEventListener('pmds:prefill', ({ detail }) => { window.outcomes = detail.fields.map(({ outcome }) => outcome); });`;
    const markup = `<form><input name="firstname" value=""><textarea name="jobtitle"></textarea><input type="checkbox" name="donotphone"><fieldset data-pmds-field="donotphone"><input type="radio" name="r" value="1"><input type="radio" name="r" value="0"></fieldset><select name="lastname"><option value="" selected>-</option><option value="A">Archer</option></select></form>`;
    const hydrate = `setTimeout(() => ReactDOM.hydrate(React.createElement(Form), root), 600)`;
    await open(`${react.replace('></div>', `>${markup}</div>`)}<script>${controlled}${render}${hydrate}</script>`);
    await tab().waitForFunction(
      (wanted) => JSON.stringify((window as unknown as { state?: unknown }).state) === wanted,
      JSON.stringify(filledState),
    );
    await tab().waitForTimeout(1_500);
    const outcomes = await tab().evaluate(() => (window as unknown as { outcomes: string[] }).outcomes);
    expect(outcomes).toEqual(Array(5).fill('filled'));
  });

  it('React 18 and 19, by their documented way: a tracker over the property, clicks for boxes, listeners at the root', async () => {
    const page = `<div id="root"><input name="firstname"><input type="checkbox" name="donotphone"><fieldset data-pmds-field="donotphone"><input type="radio" name="r" value="1"><input type="radio" name="r" value="0"></fieldset></div>
      <script>
        window.state = { firstname: '', phone: false, radio: '' };
        const root = document.getElementById('root');
        const seen = new WeakMap();
        for (const input of root.querySelectorAll('input')) {
          const property = /checkbox|radio/.test(input.type) ? 'checked' : 'value';
          const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, property);
          seen.set(input, String(input[property]));
          Object.defineProperty(input, property, {
            configurable: true,
            get() { return native.get.call(this); },
            set(to) { seen.set(this, String(to)); native.set.call(this, to); },
          });
        }
        const changed = (input, property) => {
          const now = String(input[property]);
          if (seen.get(input) === now) return false;
          seen.set(input, now);
          return true;
        };
        const show = () => {
          root.querySelector('[name=firstname]').value = state.firstname;
          root.querySelector('[name=donotphone]').checked = state.phone;
          for (const radio of root.querySelectorAll('[name=r]')) radio.checked = state.radio === radio.value;
        };
        root.addEventListener('click', ({ target }) => {
          if (target.type === 'checkbox' && changed(target, 'checked')) state.phone = target.checked;
          else if (target.type === 'radio' && changed(target, 'checked')) state.radio = target.value;
          else return;
          queueMicrotask(show);
        });
        root.addEventListener('input', ({ target }) => {
          if (target.type !== 'text' || !changed(target, 'value')) return;
          state.firstname = target.value;
          queueMicrotask(show);
        });
      </script>`;
    expect(await open(page)).toBe('filled');
    expect(await pageState()).toEqual({ firstname: 'Ann', phone: true, radio: '1' });
    expect(await tab().locator('input:checked').count()).toBe(2);
    expect(await tab().locator('[name=firstname]').inputValue()).toBe('Ann');
  });

  it('Vue, Angular and Svelte hear what they listen to', async () => {
    const page = `<input name="firstname"><input name="jobtitle"><input type="checkbox" name="donotphone"><select name="lastname"><option></option><option>Archer</option></select>
      <script>
        window.state = {};
        const on = (name, event, of) => document.querySelector('[name=' + name + ']').addEventListener(event, ({ target }) => { state[name] = of(target); });
        on('firstname', 'input', (t) => t.value);
        let pending;
        on('jobtitle', 'input', (t) => { pending = t.value; });
        on('jobtitle', 'blur', () => pending);
        on('donotphone', 'change', (t) => t.checked);
        on('lastname', 'change', (t) => t.value);
      </script>`;
    expect(await open(page)).toBe('filled');
    expect(await pageState()).toEqual({ firstname: 'Ann', jobtitle: 'Analyst', donotphone: true, lastname: 'Archer' });
  });

  it('web components with open shadow roots, nested and defined later', async () => {
    const page = `<x-field name="firstname"></x-field><x-box><x-field data-pmds-field="jobtitle"></x-field></x-box>
      <script>
        window.state = {};
        class Field extends HTMLElement {
          connectedCallback() {
            const input = this.attachShadow({ mode: 'open' }).appendChild(document.createElement('input'));
            input.addEventListener('input', () => { state[this.getAttribute('name') ?? this.dataset.pmdsField] = input.value; });
          }
        }
        class Box extends HTMLElement {
          connectedCallback() { this.attachShadow({ mode: 'open' }).append(...this.childNodes); }
        }
        setTimeout(() => { customElements.define('x-box', Box); customElements.define('x-field', Field); }, 400);
      </script>`;
    await open(page);
    await tab().waitForFunction(
      () => Object.keys((window as unknown as { state: Record<string, unknown> }).state).length === 2,
    );
    expect(await pageState()).toEqual({ firstname: 'Ann', jobtitle: 'Analyst' });
    await tab().locator('x-field[name=firstname] input').fill('');
    await tab().evaluate(() => window.pmdsPrefill!.fill());
    expect(await tab().locator('x-field[name=firstname] input').inputValue()).toBe('');
  });

  it('a page that refuses a value is not called filled', async () => {
    const veto = `<input type="checkbox" name="donotphone" onclick="return false"><input name="firstname" oninput="this.value = ''">`;
    expect(await open(veto)).toBe('nothing-filled');
  });
});
