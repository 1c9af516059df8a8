import type {} from '../../../prefill/src/prefill.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ann, annsAnswer, aPage, bob, stateOf, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
const form =
  '<style>html[data-pmds-wait] form { visibility: hidden }</style><form><input name="firstname"><input name="jobtitle"><input name="note"></form><a href="#" data-pmds-not-you><b>Not you?</b></a>';
const script = (more = '') => `<script src="/prefill.js" data-bridge="{{bridge}}" ${more}></script>`;
const open = async (more = '', token = ann, path = '/form.html') => {
  site().page(path, aPage(form, script(more)));
  await tab().goto(`${site().origin}${path}${token === '' ? '' : `#pmds=${token}`}`);
};
const said = (state: string) =>
  tab().waitForFunction((wanted) => document.documentElement.dataset['pmds'] === wanted, state);
const value = (name: string) => tab().locator(`[name=${name}]`).inputValue();
const isShown = () => tab().locator('form').isVisible();
const stored = () =>
  tab().evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), document.cookie]));

/** An answer that comes when it is let go. */
function held(token = ann) {
  let letGo: () => void = () => undefined;
  site().person(token, annsAnswer, new Promise((resolve) => (letGo = resolve)));
  return () => letGo();
}

describe('a service that is slow', () => {
  it('a covered form is shown with its values', async () => {
    const letGo = held();
    await open('data-timeout="600000"');
    expect(await isShown()).toBe(false);
    letGo();
    await said('filled');
    expect([await isShown(), await value('firstname')]).toEqual([true, 'Ann']);
  });

  it('or empty when the time is over, and is filled in when the answer comes, while nobody has begun', async () => {
    const letGo = held();
    await open('data-timeout="1"');
    await tab().waitForFunction(() => !document.documentElement.hasAttribute('data-pmds-wait'));
    expect([await isShown(), await value('firstname')]).toEqual([true, '']);
    letGo();
    await said('filled');
    expect(await value('firstname')).toBe('Ann');
  });

  it('whoever has begun by then goes on by hand, unless the page asks', async () => {
    const letGo = held();
    await open('data-timeout="1"');
    await tab().waitForFunction(() => !document.documentElement.hasAttribute('data-pmds-wait'));
    await tab().locator('[name=note]').fill('mine');
    letGo();
    await said('late');
    expect([await value('firstname'), await value('note')]).toEqual(['', 'mine']);
    await tab().evaluate(() => window.pmdsPrefill!.fill());
    expect([await value('firstname'), await value('note'), await stateOf(tab())]).toEqual(['Ann', 'mine', 'filled']);
  });

  it('within the time, what was typed meanwhile stays and the rest is filled in', async () => {
    const letGo = held();
    await open('data-timeout="600000"');
    await tab().evaluate(() => document.documentElement.removeAttribute('data-pmds-wait'));
    await tab().locator('[name=firstname]').fill('Annie');
    letGo();
    await said('filled');
    expect([await value('firstname'), await value('jobtitle')]).toEqual(['Annie', 'Analyst']);
  });
});

describe('nothing is broken and nobody is shown an error', () => {
  const errors: string[] = [];
  beforeEach(() => {
    errors.length = 0;
    tab().on('pageerror', (error) => errors.push(error.message));
  });
  afterEach(() => expect(errors).toEqual([]));

  it('by a service that is dead: the form is shown at once and works', async () => {
    site().page('/form.html', aPage(form, '<script src="/prefill.js" data-bridge="http://127.0.0.1:9"></script>'));
    await tab().goto(`${site().origin}/form.html#pmds=${ann}`);
    await said('unreachable');
    expect(await isShown()).toBe(true);
    await tab().locator('[name=firstname]').fill('by hand');
    expect(await tab().locator('body').innerText()).toBe('Not you?');
  });

  it('by a wrong link', async () => {
    await open('', 'eyJhbm.YW.none');
    await said('token-invalid');
    expect([await isShown(), await value('firstname')]).toEqual([true, '']);
  });

  it('by a part of the script that is not there, or is another one than was built', async () => {
    for (const fill of ['', 'window.hacked = true']) {
      await tab().route(/\/fill\.js$/, (route) =>
        fill === ''
          ? route.abort()
          : route.fulfill({
              contentType: 'text/javascript',
              headers: { 'access-control-allow-origin': '*' },
              body: fill,
            }),
      );
      await open('', ann, `/form${String(fill.length)}.html`);
      await said('unreachable');
      expect(await isShown()).toBe(true);
      expect(await tab().evaluate(() => 'hacked' in window)).toBe(false);
      await tab().unroute(/\/fill\.js$/);
    }
  });

  it('where the page keeps no storage', async () => {
    site().page('/outer.html', aPage('<iframe sandbox="allow-scripts" src="/inner.html"></iframe>', ''));
    site().page('/inner.html', aPage(form, script('data-keep="tab"')));
    await tab().goto(`${site().origin}/outer.html`);
    await tab().frameLocator('iframe').locator('html[data-pmds=none]').waitFor();
  });
});

it('a link that says itself that it has been over for long asks nobody; one that just ended is asked, and named by its date', async () => {
  const expired = (secondsAgo: number) =>
    `eyJh.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) - secondsAgo })).toString('base64url')}.c2ln`;
  await open('', expired(3 * 86_400));
  await said('token-expired');
  expect(site().tokens).toEqual([]);
  await open('', expired(60), '/again.html');
  await said('token-expired');
  expect(site().tokens).toHaveLength(1);
  // A clock that is a little ahead refuses nobody whom the service lets in.
  const early = expired(60);
  site().person(early, annsAnswer);
  await open('', early, '/early.html');
  await said('filled');
});

describe('Not you?', () => {
  it('takes out what was filled in, also where it was changed, leaves what somebody typed, and asks nobody', async () => {
    await open('data-keep="tab"');
    await said('filled');
    await tab().locator('[name=note]').fill('mine');
    await tab().locator('[name=jobtitle]').fill('Chief Analyst');
    await tab().locator('[data-pmds-not-you] b').click();
    await said('none');
    expect([await value('firstname'), await value('jobtitle'), await value('note')]).toEqual(['', '', 'mine']);
    expect(await tab().evaluate(() => window.pmdsPrefill!.fill())).toEqual([]);
    expect([await value('firstname'), await stored(), new URL(tab().url()).hash]).toEqual(['', '[[],[],""]', '']);
    await tab().reload();
    await said('none');
    expect(site().tokens).toEqual([ann]);
  });

  it('lets the next link in', async () => {
    await open();
    await said('filled');
    await tab().locator('[data-pmds-not-you]').click();
    await said('none');
    await tab().goto(`${site().origin}/form.html#pmds=${bob}`);
    await said('filled');
    expect(await value('firstname')).toBe('Bob');
  });
});

describe('a reload', () => {
  it('opens an empty form and nothing is stored, unless the page owner allows it', async () => {
    await open();
    await said('filled');
    expect(await stored()).toBe('[[],[],""]');
    await tab().reload();
    await said('none');
    expect(await value('firstname')).toBe('');
  });

  it('keeps the values for this page in this tab where he does, without asking again', async () => {
    await open('data-keep="tab"');
    await said('filled');
    await tab().reload();
    await said('filled');
    expect([await value('firstname'), site().tokens]).toEqual(['Ann', [ann]]);
    await open('data-keep="tab"', '', '/other.html');
    await said('none');
  });

  it('shows the second person alone, and nobody after a link that is refused', async () => {
    await open('data-keep="tab"');
    await said('filled');
    await tab().goto(`${site().origin}/form.html?x#pmds=${bob}`);
    await said('filled');
    await tab().reload();
    await said('filled');
    expect([await value('firstname'), await value('jobtitle')]).toEqual(['Bob', '']);
    await tab().goto(`${site().origin}/form.html?y#pmds=eyJhbm.YW.none`);
    await said('token-invalid');
    await tab().reload();
    await said('none');
  });
});

describe('a strict Content-Security-Policy', () => {
  const strict = (sources: string) =>
    `default-src 'none'; script-src ${sources}; connect-src {{bridge}}; style-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types pmds-prefill`;
  it.each([
    ["'self'", ''],
    ["'nonce-4aEfnqAIE'", 'nonce="4aEfnqAIE"'],
  ])('with script-src %s and Trusted Types fills in all the same', async (sources, attribute) => {
    const problems: string[] = [];
    tab().on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const policy = strict(sources).replace('{{bridge}}', site().bridge);
    site().page('/strict.html', aPage('<form><input name="firstname"></form>', script(attribute)), {
      'content-security-policy': policy,
    });
    await tab().goto(`${site().origin}/strict.html#pmds=${ann}`);
    await said('filled');
    expect([await value('firstname'), problems]).toEqual(['Ann', []]);
  });

  it('which does not allow the part says unreachable, and the form works by hand', async () => {
    site().page('/strict.html', aPage('<form><input name="firstname"></form>', script('nonce="4aEfnqAIE"')), {
      'content-security-policy':
        "script-src 'nonce-4aEfnqAIE'; require-trusted-types-for 'script'; trusted-types 'none'",
    });
    await tab().goto(`${site().origin}/strict.html#pmds=${ann}`);
    await said('unreachable');
  });
});

it('A13 a page of the snippet compares the hash of what the service gives', async () => {
  const manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../prefill/dist/manifest.json'), 'utf8'),
  ) as { version: string; integrity: string };
  const snippet = (integrity: string) =>
    `<script src="{{bridge}}/prefill/${manifest.version}/prefill.js" integrity="${integrity}" crossorigin="anonymous" referrerpolicy="no-referrer" data-bridge="{{bridge}}" defer></script>`;
  site().page('/good.html', aPage(form, snippet(manifest.integrity)));
  await tab().goto(`${site().origin}/good.html#pmds=${ann}`);
  await said('filled');
  site().page('/bad.html', aPage(form, snippet(manifest.integrity.replace(/.{4}$/, 'AAAA'))));
  await tab().goto(`${site().origin}/bad.html`);
  expect(await tab().evaluate(() => window.pmdsPrefill)).toBeUndefined();
});
