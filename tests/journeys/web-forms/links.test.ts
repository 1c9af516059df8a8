import { until } from '../../support/waiting.js';
import { ann, annsAnswer, aPage, bob, scriptTag, stateOf, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
const form =
  '<form><input name="firstname"><input name="jobtitle"><input type="checkbox" name="donotphone"><textarea name="note"></textarea></form>';
const value = (name: string) => tab().locator(`[name=${name}]`).inputValue();
const said = (state: string) =>
  tab().waitForFunction((wanted) => document.documentElement.dataset['pmds'] === wanted, state);

beforeEach(() => site().page('/form.html', aPage(form)));

describe('A6 links that were changed on the way', () => {
  it.each([
    ['/form.html', `#pmds=${ann}`, ''],
    ['/form.html', `#pmds=${ann}?utm_source=n`, '#utm_source=n'],
    ['/form.html', `##pmds=${ann}`, ''],
    ['/form.html', `#/form?pmds=${ann}`, '#/form'],
    ['/form.html', `#/form?a=1&pmds=${ann}&b=2`, '#/form?a=1&b=2'],
    ['/form.html', `#signup#pmds=${ann}`, '#signup'],
    ['/form.html', `#signup&pmds=${ann}`, '#signup'],
    ['/form.html', `#pmds%3D${ann}`, ''],
    ['/form.html', `#pmds%253D${ann}`, ''],
    ['/form.html', `#PMDS=${ann}`, ''],
    ['/form.html', `#pmds=${ann}.`, ''],
    ['/form.html', `#pmds=%3C${ann}%3E`, ''],
    ['/form.html', `#pmds=${ann})%22`, ''],
    ['/form.html', `#pmds=${ann.replaceAll('.', '%2E')}`, ''],
    ['/form.html', `#pmds=3D${ann}`, ''],
    ['/form.html', `?pmds=${ann}`, ''],
    ['/form.html', `?id=7&amp;pmds=${ann}#top`, '?id=7#top'],
    ['/form.html', `?id=7&pmds=${ann}&utm=x`, '?id=7&utm=x'],
    ['/form.html', `?id=7#&pmds=${ann}`, '?id=7'],
  ])('%s%s is filled in and the address is clean', async (path, link, rest) => {
    await tab().goto(`${site().origin}${path}${link}`);
    expect(await stateOf(tab())).toBe('filled');
    expect(await value('firstname')).toBe('Ann');
    expect(tab().url()).toBe(`${site().origin}${path}${rest}`);
  });

  it.each(['#pmds=', '#pmds=abc', '#pmds=%00', `#pmds=${ann.replace('.', '')}`, `#pmds=${ann}&pmds=${bob}`])(
    'what cannot be read, %s, is invalid, and the address is clean all the same',
    async (link) => {
      await tab().goto(`${site().origin}/form.html${link}`);
      expect(await stateOf(tab())).toBe('token-invalid');
      expect(tab().url()).toBe(`${site().origin}/form.html`);
      expect(site().tokens).toEqual([]);
    },
  );

  it('an address without a token stays as it is, whatever else it holds', async () => {
    await tab().goto(`${site().origin}/form.html?a=%zz#part%2`);
    expect(await stateOf(tab())).toBe('none');
    expect(tab().url()).toBe(`${site().origin}/form.html?a=%zz#part%2`);
  });
});

describe('A7 pages on which addresses are not what they seem', () => {
  it('fills in a page whose path begins with two slashes', async () => {
    site().page('//form.html', aPage(form));
    await tab().goto(`${site().origin}//form.html#pmds=${ann}`);
    expect(await stateOf(tab())).toBe('filled');
    expect(tab().url()).toBe(`${site().origin}//form.html`);
  });

  it('fills in a page with a foreign <base>', async () => {
    const script = scriptTag.replace('/prefill.js', `${site().origin}/prefill.js`);
    site().page('/based.html', aPage(form, `<base href="https://elsewhere.example/a/">${script}`));
    await tab().goto(`${site().origin}/based.html#pmds=${ann}`);
    expect(await stateOf(tab())).toBe('filled');
    expect(tab().url()).toBe(`${site().origin}/based.html`);
  });

  it('fills in a sandboxed frame, and takes the token out of its address', async () => {
    site().page('/outer.html', aPage(`<iframe sandbox="allow-scripts" src="/form.html#pmds=${ann}"></iframe>`, ''));
    await tab().goto(`${site().origin}/outer.html`);
    const inner = tab().frameLocator('iframe');
    await inner.locator('html[data-pmds]').waitFor();
    expect(await inner.locator('[name=firstname]').inputValue()).toBe('Ann');
    expect(tab().frames()[1]!.url()).not.toContain('pmds');
  });

  it('works as a module, put in by a loader, and without fetch says so', async () => {
    const asModule = `<script type="module">import '/prefill.js'</script><meta name="pmds-bridge" content="{{bridge}}">`;
    site().page('/module.html', aPage(form, asModule));
    await tab().goto(`${site().origin}/module.html#pmds=${ann}`);
    expect(await stateOf(tab())).toBe('filled');
    site().page('/old.html', aPage(form, `<script>delete window.fetch; window.fetch = undefined</script>${scriptTag}`));
    await tab().goto(`${site().origin}/old.html#pmds=${ann}`);
    expect(await stateOf(tab())).toBe('unreachable');
    expect(tab().url()).toBe(`${site().origin}/old.html`);
  });

  it('says that the service did not answer where the page may not ask it', async () => {
    site().page('/csp.html', aPage(form), { 'content-security-policy': "connect-src 'self'" });
    await tab().goto(`${site().origin}/csp.html#pmds=${ann}`);
    expect(await stateOf(tab())).toBe('unreachable');
  });
});

describe('A5 two links one after the other', () => {
  const open = async (token: string) => {
    await tab().goto(`${site().origin}/form.html#pmds=${token}`);
  };

  it("shows Bob's values alone when his link opens Ann's page, and nothing that Ann typed", async () => {
    await open(ann);
    await tab().waitForFunction(() => document.querySelector<HTMLInputElement>('[name=firstname]')!.value === 'Ann');
    await tab().locator('[name=note]').fill('call me on Monday');
    await tab().locator('[name=firstname]').fill('Annie');
    await open(bob);
    await tab().waitForFunction(() => document.querySelector<HTMLInputElement>('[name=firstname]')!.value === 'Bob');
    expect(await value('jobtitle')).toBe('');
    expect(await value('note')).toBe('');
    expect(await tab().locator('[name=donotphone]').isChecked()).toBe(false);
    expect(tab().url()).toBe(`${site().origin}/form.html`);
  });

  it("drops Ann's answer that comes after Bob's link", async () => {
    let answer: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (answer = resolve));
    site().person(ann, annsAnswer, later);
    await open(ann);
    await until('Ann was asked for', () => site().tokens.length === 1);
    await open(bob);
    await said('filled');
    const answered = tab().waitForResponse(
      (response) => response.request().headers()['authorization']?.includes(ann) === true,
    );
    answer();
    await (await answered).finished();
    await tab().waitForTimeout(300);
    expect(await value('firstname')).toBe('Bob');
    expect(await value('jobtitle')).toBe('');
    expect(site().tokens).toEqual([ann, bob]);
  });

  it("empties Ann's form for a link that cannot be read, and for one that is refused", async () => {
    for (const link of ['broken', 'eyJhbm.YW.none']) {
      await open(ann);
      await tab().waitForFunction(() => document.querySelector<HTMLInputElement>('[name=firstname]')!.value === 'Ann');
      await open(link);
      await said('token-invalid');
      expect(await value('firstname')).toBe('');
      expect(tab().url()).toBe(`${site().origin}/form.html`);
    }
  });

  it('keeps what somebody typed when the same link is opened again', async () => {
    await open(ann);
    await said('filled');
    await tab().locator('[name=note]').fill('mine');
    await open(ann);
    await tab().waitForFunction(() => !location.href.includes('pmds'));
    expect([await value('firstname'), await value('note')]).toEqual(['Ann', 'mine']);
    expect(site().tokens).toEqual([ann]);
  });

  it('comes back from the back/forward cache with one person, whose token is gone from the address', async () => {
    site().page('/other.html', aPage('<p>Other</p>', ''));
    await open(ann);
    await said('filled');
    await tab().goto(`${site().origin}/other.html`);
    await tab().goto(`${site().origin}/form.html?x#pmds=${bob}`);
    await said('filled');
    await tab().goBack();
    await tab().goBack();
    expect(['Ann', '']).toContain(await value('firstname'));
    expect(tab().url()).not.toContain('pmds');
  });
});
