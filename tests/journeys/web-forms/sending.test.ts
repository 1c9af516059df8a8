import type { PrefillResponse } from '@pmds/contracts/prefill';
import { ann, annsAnswer, aPage, scriptTag, text, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
const said = (state: string) =>
  tab().waitForFunction((wanted) => document.documentElement.dataset['pmds'] === wanted, state);
const attribute = (selector: string, name: string, wanted: string) =>
  tab().locator(`${selector}[${name}="${wanted}"]`).waitFor({ state: 'attached' });
const heard = () => tab().evaluate(() => (window as unknown as { heard: { state: string; id?: string }[] }).heard);
const listen = `<script>window.heard = []; for (const name of ['pmds:submit', 'pmds:verify']) document.addEventListener(name, ({ detail: { state, id } }) => heard.push({ state, id }))</script>`;
const open = async (body: string, link = `#pmds=${ann}`, head = scriptTag) => {
  site().page('/form.html', aPage(listen + body, head));
  await tab().goto(`${site().origin}/form.html${link}`);
};
beforeEach(() => void (site().posted.length = 0));

describe('a form that is sent to the service', () => {
  const form = `<form data-pmds-submit action="/elsewhere.html">
    <input name="firstname"><input name="mail" data-pmds-field="emailaddress1"><textarea name="note"></textarea>
    <input type="checkbox" name="donotphone"><input type="checkbox" name="topics" value="1" checked><input type="checkbox" name="topics" value="2">
    <input type="checkbox" name="topics" value="3" checked><input type="radio" name="size" value="s"><input type="radio" name="size" value="m" checked>
    <input type="radio" name="colour" value="red"><select name="many" multiple><option selected>a<option>b<option selected>c</select>
    <input type="password" name="secret" value="hidden"><input type="hidden" name="csrf" value="x"><input name="website" data-pmds-trap>
    <button>Send</button></form>`;
  const press = () => tab().getByRole('button', { name: 'Send' }).click();

  it('goes in the name of the link, with an id of its own and what bots give themselves away by', async () => {
    site().onPost('/v1/submissions', 202, { id: 'x', state: 'received' });
    await open(form);
    await said('filled');
    await tab().locator('[name=note]').fill('two\nlines');
    await press();
    await attribute('form', 'data-pmds-sent', 'received');
    expect(site().posted).toEqual([
      {
        path: '/v1/submissions',
        token: ann,
        body: {
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
          values: {
            firstname: 'Ann',
            emailaddress1: 'ann@example.com',
            note: 'two\nlines',
            donotphone: true,
            topics: ['1', '3'],
            size: 'm',
            colour: '',
            many: ['a', 'c'],
          },
          elapsedMs: expect.any(Number) as number,
          trap: '',
        },
      },
    ]);
    const { id } = site().posted[0]!.body as { id: string };
    expect(await heard()).toEqual([
      { state: 'sending', id },
      { state: 'received', id },
    ]);
    expect(new URL(tab().url()).pathname).toBe('/form.html');
  });

  it('tells what is in the trap, which no person sees', async () => {
    site().onPost('/v1/submissions', 202, {});
    await open(form);
    await said('filled');
    await tab().locator('[data-pmds-trap]').fill('http://spam.example');
    await press();
    await attribute('form', 'data-pmds-sent', 'received');
    expect(site().posted[0]?.body).toMatchObject({ trap: 'http://spam.example' });
    expect(JSON.stringify(site().posted[0]?.body)).not.toContain('website');
  });

  it('pressed twice is sent once, and after a failure again by the same id', async () => {
    let letGo: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (letGo = resolve));
    site().onPost('/v1/submissions', 503, { code: 'unavailable' }, later);
    await open(form);
    await said('filled');
    await press();
    await attribute('form', 'data-pmds-sent', 'sending');
    await press();
    letGo();
    await attribute('form', 'data-pmds-sent', 'unavailable');
    expect(site().posted).toHaveLength(1);
    site().onPost('/v1/submissions', 202, {});
    await press();
    await attribute('form', 'data-pmds-sent', 'received');
    await press();
    await tab().waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length === 6);
    const ids = site().posted.map(({ body }) => (body as { id: string }).id);
    expect([ids[0] === ids[1], new Set(ids).size, ids.length]).toEqual([true, 2, 3]);
  });

  it('that the page itself refuses is not sent, nor one that does not ask for it', async () => {
    await open(
      `${form}<script>document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())</script>`,
    );
    await said('filled');
    await press();
    await open('<form><input name="firstname"><button>Send</button></form>');
    await said('filled');
    await press();
    expect(site().posted).toEqual([]);
  });

  it('without a link goes its own way, and so it does after Not you?', async () => {
    site().page('/elsewhere.html', '<p>Thank you</p>');
    await open(form, '');
    await said('none');
    await press();
    await tab().waitForURL(/elsewhere/);
    await open(`${form}<a href="#" data-pmds-not-you>Not you?</a>`);
    await said('filled');
    await tab().locator('[data-pmds-not-you]').click();
    await said('none');
    await press();
    await tab().waitForURL(/elsewhere/);
    expect(site().posted).toEqual([]);
  });

  it('after a reload goes in the name of the link whose values the page was allowed to keep', async () => {
    site().onPost('/v1/submissions', 202, {});
    await open(form, `#pmds=${ann}`, scriptTag.replace(' defer', ' data-keep="tab" defer'));
    await said('filled');
    await tab().reload();
    await said('filled');
    await press();
    await attribute('form', 'data-pmds-sent', 'received');
    expect([site().posted[0]?.token, site().tokens]).toEqual([ann, [ann]]);
  });
});

describe('a value that comes after a code', () => {
  const described = (verified: readonly string[], more: Partial<PrefillResponse> = {}) => {
    const inputs = { firstname: 'firstname', mobile: 'mobilephone' };
    return {
      ...annsAnswer,
      ...more,
      form: { inputs, masked: { mobilephone: '•••• 11' }, verified, language: 1033 },
    } as PrefillResponse;
  };
  const page = `<style>#code { display: none } html[data-pmds-verify] #code { display: block }</style>
    <form><input name="firstname"><input name="mobile"></form>
    <div id="code"><button type="button" data-pmds-verify="send">Mail me a code</button>
    <input data-pmds-verify="code"><button type="button" data-pmds-verify="check">Show</button></div>`;
  const verified = described([], {
    values: { ...annsAnswer.values, mobilephone: '0171 11' },
    columns: { ...annsAnswer.columns, mobilephone: text },
  });
  const button = (name: string) => tab().getByRole('button', { name });

  it('is asked for and typed by the visitor, in the words of the page', async () => {
    site().person(ann, described(['mobilephone']));
    site().onPost('/v1/prefill/code', 202, { sent: true });
    site().onPost('/v1/prefill/verify', 401, { code: 'code-invalid' });
    await open(page);
    await said('filled');
    await attribute('html', 'data-pmds-verify', 'needed');
    await button('Mail me a code').click();
    await attribute('html', 'data-pmds-verify', 'code-sent');
    await tab().locator('[data-pmds-verify=code]').fill('111 111');
    await button('Show').click();
    await attribute('html', 'data-pmds-verify', 'code-invalid');
    expect(await tab().locator('[name=mobile]').inputValue()).toBe('');
    site().onPost('/v1/prefill/verify', 200, verified);
    await button('Show').click();
    await attribute('html', 'data-pmds-verify', 'verified');
    expect(await tab().locator('[name=mobile]').inputValue()).toBe('0171 11');
    expect(await tab().locator('[data-pmds-verify=code]').inputValue()).toBe('');
    expect(site().posted).toEqual([
      { path: '/v1/prefill/code', token: ann, body: {} },
      { path: '/v1/prefill/verify', token: ann, body: { code: '111 111' } },
      { path: '/v1/prefill/verify', token: ann, body: { code: '111 111' } },
    ]);
    expect((await heard()).map(({ state }) => state)).toEqual(['code-sent', 'code-invalid', 'verified']);
  });

  it('is not offered where the form has none, and nothing happens where the service is not there', async () => {
    site().person(ann, described([]));
    await open(page);
    await said('filled');
    expect(await tab().locator('#code').isVisible()).toBe(false);
    site().person(ann, described(['mobilephone']));
    await open(page, `?again#pmds=${ann}`);
    await attribute('html', 'data-pmds-verify', 'needed');
    await tab().evaluate(() => (window.fetch = () => Promise.reject(new TypeError('gone'))));
    await button('Mail me a code').click();
    await attribute('html', 'data-pmds-verify', 'unreachable');
    expect(await tab().locator('[name=firstname]').inputValue()).toBe('Ann');
  });
});
