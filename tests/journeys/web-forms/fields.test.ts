import type {} from '../../../prefill/src/prefill.js';
import { ann, anAnswer, aPage, bob, scriptTag, stateOf, text, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
let opened = 0;
/** Each time as a page of its own: another link on the same page is not loaded again. */
const open = async (body: string, token = ann, head?: string) => {
  site().page('/form.html', aPage(body, head));
  await tab().goto(`${site().origin}/form.html?${String((opened += 1))}#pmds=${token}`);
  return stateOf(tab());
};
const value = (name: string) => tab().locator(`[name="${name}"]`).first().inputValue();
const checked = () =>
  tab()
    .locator('input:checked')
    .evaluateAll((found) => found.map(({ id }) => id));

describe('A1 a yes/no column is never turned round', () => {
  const radios = (yes: string, no: string) =>
    `<form><input type="radio" id="yes" name="donotphone" value="${yes}"><input type="radio" id="no" name="donotphone" value="${no}"></form>`;
  it.each([
    ['1', '0'],
    ['true', 'false'],
    ['Yes', 'No'],
    ['ja', 'nein'],
    ['OUI', 'NON'],
    ['כן', 'לא'],
    ['y', 'n'],
    ['J', 'N'],
    ['Do Not Allow', 'Allow'],
    ['nicht zulassen', 'zulassen'],
  ])('radio buttons with %s and %s', async (yes, no) => {
    expect(await open(radios(yes, no))).toBe('filled');
    expect(await checked()).toEqual(['yes']);
    expect(await open(radios(yes, no), bob)).toBe('filled');
    expect(await checked()).toEqual(['no']);
  });

  it.each([
    ['what nobody knows', radios('call', 'nocall')],
    ['a value and a label that contradict', `<label><input type="radio" name="donotphone" value="1">No</label>`],
    [
      'an empty option',
      `<select name="donotphone"><option value="">Choose</option><option value="?">?</option></select>`,
    ],
    ['a lone box that says something else', `<input type="checkbox" name="donotphone" value="call-me">`],
  ])('nothing is chosen for %s, and nothing is called filled', async (_case, body) => {
    for (const token of [ann, bob]) {
      expect(await open(body, token)).toBe('nothing-filled');
      expect(await checked()).toEqual([]);
    }
  });

  it('selects, two boxes, a box that stands for no, and labels', async () => {
    const body = `<form><select name="donotphone"><option value="">-</option><option value="n">Nein</option><option value="j">Ja</option></select></form>
      <form><input type="checkbox" id="b1" name="donotphone" value="1"><input type="checkbox" id="b0" name="donotphone" value="0"></form>
      <form><input type="checkbox" id="allow" name="donotphone" value="Allow"></form>
      <form><label><input type="radio" id="r1" name="donotphone" value="a">Oui</label><label><input type="radio" id="r0" name="donotphone" value="b">Non</label></form>`;
    await open(body);
    expect([
      await value('donotphone'),
      ...(await tab()
        .locator('input:checked')
        .evaluateAll((all) => all.map((one) => one.id))),
    ]).toEqual(['j', 'b1', 'r1']);
    await open(body, bob);
    expect([
      await value('donotphone'),
      ...(await tab()
        .locator('input:checked')
        .evaluateAll((all) => all.map((one) => one.id))),
    ]).toEqual(['n', 'b0', 'allow', 'r0']);
  });
});

describe('A2, A3 a text and the options of a list', () => {
  const country = (name: string) => site().person(ann, anAnswer({ address1_country: [name, text] }));
  it.each([
    [
      'Congo, Democratic Republic of the',
      '<option>Congo<option>Congo, Democratic Republic of the',
      'Congo, Democratic Republic of the',
    ],
    ['Germany', '<option value="">-<option value="FR">France<option value="DE">Germany', 'DE'],
    ['DE', '<option value="FR">France<option value="DE">Germany', 'DE'],
    [' germany ', '<option value="FR">France<option value="DE"> GERMANY', 'DE'],
    ['Côte d’Ivoire', '<option value="CI">COTE<option value="CIV">côte d’ivoire', 'CIV'],
    ['Atlantis', '<option value="">-<option value="DE">Germany', ''],
  ])('%s', async (name, options, chosen) => {
    country(name);
    await open(`<select name="address1_country">${options}</select>`);
    expect(await value('address1_country')).toBe(chosen);
  });

  it('by a code list of the page, in the attribute or in a script element', async () => {
    country('Deutschland');
    await open(
      `<select id="a" name="address1_country" data-pmds-map='{"Deutschland":"DE"}'><option value="">-<option value="DE">Germany</select>
       <input id="b" name="address1_country" data-pmds-map="countries">
       <script type="application/json" id="countries">{"DE": ["Germany", "Deutschland"]}</script>`,
    );
    expect([await tab().locator('#a').inputValue(), await tab().locator('#b').inputValue()]).toEqual(['DE', 'DE']);
  });
});

it('A2 several choices are split by their kind, and never shown as one of them', async () => {
  const options = '<option value="1">Tours<option value="2">Families<option value="3">Tests';
  const boxes = ['1', '2', '3'].map((one) => `<input type="checkbox" name="topics" id="t${one}" value="${one}">`);
  const one = `<select id="one" name="topics"><option value="">-${options}</select>`;
  site().person(ann, anAnswer({ topics: ['1,3', { kind: 'choices' }, 'Tours; Tests'] }));
  expect(await open(`<select id="many" name="topics" multiple>${options}</select>${one}${boxes.join('')}`)).toBe(
    'filled',
  );
  expect(await checked()).toEqual(['t1', 't3']);
  expect(await tab().locator('#many option:checked').allTextContents()).toEqual(['Tours', 'Tests']);
  expect(await tab().locator('#one').inputValue()).toBe('');
});

it('A8 no field is filled from a prototype', async () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
  expect(await open(names.map((name) => `<input name="${name}">`).join(''))).toBe('nothing-filled');
  for (const name of names) expect(await value(name)).toBe('');
});

describe('A9 what comes early or late', () => {
  beforeEach(() => site().page('/inner.html', aPage('<form><input name="firstname"></form>')));
  const framed = scriptTag.replace('data-bridge="{{bridge}}"', 'data-frame="#form"');
  const inner = () => tab().frameLocator('#form').locator('[name=firstname]');
  const filledIn = (name: string) =>
    tab().waitForFunction(
      (wanted) => document.querySelector('iframe')?.contentDocument?.querySelector('input')?.value === wanted,
      name,
    );

  it('a frame that was loaded before the script', async () => {
    site().page('/outer.html', aPage('<iframe id="form" src="/inner.html"></iframe>', ''));
    await tab().goto(`${site().origin}/outer.html#pmds=${ann}`);
    await inner().waitFor();
    await tab().evaluate(() => {
      const script = document.createElement('script');
      script.dataset['frame'] = '#form';
      script.src = '/prefill.js';
      document.head.append(script);
    });
    await filledIn('Ann');
    expect(await stateOf(tab())).toBe('handed-on');
    expect([tab().url(), tab().frames()[1]!.url()].join()).not.toContain('pmds');
  });

  it("a frame that is added later, and then Bob's link", async () => {
    const late = `<script>setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<iframe id="form" src="/inner.html"></iframe>'), 700)</script>`;
    site().page('/outer.html', aPage(late, framed));
    await tab().goto(`${site().origin}/outer.html#pmds=${ann}`);
    await filledIn('Ann');
    await tab().goto(`${site().origin}/outer.html#pmds=${bob}`);
    await filledIn('Bob');
    await tab().goto(`${site().origin}/outer.html#pmds=broken`);
    await filledIn('');
  });

  it('a form that is put in later', async () => {
    expect(await open('<p>Loading</p>')).toBe('nothing-filled');
    await tab().evaluate(() => document.body.insertAdjacentHTML('beforeend', '<form><input name="firstname"></form>'));
    await tab().waitForFunction(() => document.querySelector('input')?.value === 'Ann');
    await tab().waitForFunction(() => document.documentElement.dataset['pmds'] === 'filled');
  });
});

describe('A10 what was set is read back before it is called filled', () => {
  const only = async (column: Parameters<typeof anAnswer>[0][string], input: string) => {
    site().person(ann, anAnswer({ it: column }));
    const state = await open(`<form>${input}</form>`);
    return [state, await value('it')];
  };
  const day = { kind: 'date' } as const;
  const time = { kind: 'date-time' } as const;
  const number = { kind: 'number' } as const;
  it.each([
    [['2025-07-01', day], 'date', '2025-07-01'],
    [['2025-07-01', day], 'month', '2025-07'],
    [['2027-01-01', day], 'week', '2026-W53'],
    [['2026-05-17T09:30:00', time], 'datetime-local', '2026-05-17T09:30'],
    [['2026-05-17T00:15:00', time], 'date', '2026-05-17'],
    [['2026-05-17T09:30:00', time], 'time', '09:30'],
    [['9007199254740993', number], 'number', '9007199254740993'],
    [['922337203685477.5807', number], 'number" step="any', '922337203685477.5807'],
    [['#FF8800', text], 'color', '#ff8800'],
  ] as const)('%j in %s is %s', async (column, type, shown) => {
    expect(await only(column, `<input name="it" type="${type}">`)).toEqual(['filled', shown]);
  });
  it.each([
    [['soon', text], 'type="date"', ''],
    [['2025-07-01', day], 'type="datetime-local"', ''],
    [['a lot', text], 'type="number"', ''],
    [['red', text], 'type="color"', '#000000'],
    [['abcdef', text], 'maxlength="3"', ''],
    [['+49 30 1', text], 'pattern="[0-9]+"', ''],
    [['nobody', text], 'type="email"', ''],
    [['two\nlines', text], 'type="text"', ''],
    [['200', number], 'type="range" max="100"', '50'],
    [[3, { kind: 'choice' }], 'type="text"', ''],
    [['6f2…', { kind: 'lookup' }], 'type="text"', ''],
  ] as const)('%j in <input %s> is not', async (column, input, shown) => {
    expect(await only(column, `<input name="it" ${input}>`)).toEqual(['nothing-filled', shown]);
  });

  it('a point in time of which nobody says the kind, and so not the zone, is not guessed', async () => {
    const { columns: _none, ...older } = anAnswer({ it: ['2025-06-30T22:00:00Z', text] });
    site().person(ann, older as ReturnType<typeof anAnswer>);
    expect(await open('<input name="it" type="date"><input name="it" type="datetime-local">')).toBe('unreachable');
  });
});

describe('A11 what somebody has touched stays', () => {
  const fill = () => tab().evaluate(() => window.pmdsPrefill!.fill());
  it('a cleared name and an unticked box stay as the person wants them', async () => {
    await open('<form><input name="firstname"><input name="lastname"><input type="checkbox" name="donotphone"></form>');
    await tab().locator('[name=firstname]').fill('');
    await tab().locator('[name=donotphone]').uncheck();
    await tab().evaluate(() => (document.querySelector<HTMLInputElement>('[name=lastname]')!.value = ''));
    expect(await fill()).toEqual(['lastname']);
    expect([await value('firstname'), await value('lastname'), (await checked()).length]).toEqual(['', 'Archer', 0]);
  });

  it('what was typed while the answer was on its way stays, and so does a form that was reset', async () => {
    let answer: () => void = () => undefined;
    const typed = new Promise<void>((resolve) => (answer = resolve));
    site().person(ann, anAnswer({ firstname: ['Ann', text], lastname: ['Archer', text] }), typed);
    site().page(
      '/form.html',
      aPage('<form><input name="firstname"><input name="lastname"><button type="reset">Clear</button></form>'),
    );
    await tab().goto(`${site().origin}/form.html#pmds=${ann}`);
    await tab().locator('[name=firstname]').fill('x');
    await tab().locator('[name=firstname]').fill('');
    answer();
    await stateOf(tab());
    expect([await value('firstname'), await value('lastname')]).toEqual(['', 'Archer']);
    await tab().getByRole('button').click();
    await fill();
    expect(await value('lastname')).toBe('');
  });
});

it('A11 a form that was filled in stays so when the person changes all of it and the page changes too', async () => {
  expect(await open('<form><input name="firstname"></form>')).toBe('filled');
  await tab().locator('[name=firstname]').fill('Annie');
  await tab().evaluate(() => document.body.append(document.createElement('input')));
  await tab().waitForTimeout(500);
  expect([await stateOf(tab()), await value('firstname')]).toEqual(['filled', 'Annie']);
});

describe('A13 a page owner sees why nothing was filled in', () => {
  it('without data-bridge nobody is asked, and it is said', async () => {
    const warnings: string[] = [];
    tab().on('console', (message) => warnings.push(message.text()));
    for (const bridge of ['', ' data-bridge=""', ' data-bridge="/api"', ' data-bridge="{' + '{ url }}"']) {
      expect(await open('<input name="firstname">', ann, `<script src="/prefill.js"${bridge}></script>`)).toBe(
        'not-set-up',
      );
    }
    expect(warnings.join()).toContain('data-bridge');
    expect(warnings.join()).not.toContain(ann);
    expect(site().tokens).toEqual([]);
    expect(site().asked.filter((path) => path.includes('prefill') && path !== '/prefill.js')).toEqual([]);
    expect(tab().url()).not.toContain('pmds');
  });

  it('an origin that is not allowed is told apart from a service that is not there', async () => {
    site().allowOrigin(false);
    expect(await open('<input name="firstname">')).toBe('origin-not-allowed');
    const nowhere = '<script src="/prefill.js" data-bridge="http://127.0.0.1:9"></script>';
    expect(await open('<input name="firstname">', ann, nowhere)).toBe('unreachable');
  });

  it('hears of each field what came of it', async () => {
    const listen = `<script>document.addEventListener('pmds:prefill', ({ detail }) => { window.heard = detail; })</script>`;
    await open(
      '<input name="firstname"><input name="jobtitle"><input name="colour"><input name="donotphone" type="number">',
      bob,
      scriptTag + listen,
    );
    const fields = await tab().evaluate(() =>
      (window as unknown as { heard: { fields: { field: string; outcome: string }[] } }).heard.fields.map(
        ({ field, outcome }) => `${field} ${outcome}`,
      ),
    );
    expect(fields).toEqual(['firstname filled', 'jobtitle empty', 'colour not-selected', 'donotphone no-match']);
  });
});
