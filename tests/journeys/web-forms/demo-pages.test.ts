import type {} from '../../../prefill/src/prefill.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrefillResponse } from '@pmds/contracts/prefill';
import { ann, annsAnswer, bob, bobsAnswer, stateOf, webForms } from '../../support/web-form.js';

const { site, tab } = webForms();
const samples = join(import.meta.dirname, '../../../prefill/samples');
const javascript = { 'content-type': 'text/javascript' };

/** Opens a sample as it is in the repository, by somebody's link. */
async function open(sample: string, token = ann): Promise<void> {
  const read = (file: string) => readFileSync(join(samples, file), 'utf8');
  site().page('/sample.js', read('sample.js'), javascript);
  site().page('/sample.css', read('sample.css'), { 'content-type': 'text/css' });
  site().page(`/${sample}`, read(sample));
  await tab().goto(`${site().origin}/${sample}${token === '' ? '' : `#pmds=${token}`}`);
}
const said = (state: string) =>
  tab().waitForFunction((wanted) => document.documentElement.dataset['pmds'] === wanted, state);
const value = (selector: string) => tab().locator(selector).inputValue();
const described = (answer: PrefillResponse, inputs: Record<string, string>, masked: Record<string, string> = {}) =>
  ({ ...answer, form: { inputs, masked, verified: [], language: 1033 } }) as PrefillResponse;

describe('forms that are on the page', () => {
  it('plain HTML, which tells the visitor what came of it', async () => {
    await open('event.html');
    await said('filled');
    expect([await value('[name=firstname]'), await value('[name=emailaddress1]')]).toEqual(['Ann', 'ann@example.com']);
    expect(await tab().locator('.notice').textContent()).toContain('We have filled in');
  });

  it.each([
    [
      'frameworks/react.html',
      { firstname: 'Ann', lastname: 'Archer', jobtitle: 'Analyst', donotphone: true, topic: 'Do Not Allow' },
    ],
    [
      'frameworks/vue.html',
      { firstname: 'Ann', lastname: 'A', jobtitle: 'Analyst', donotphone: true, calls: 'Do Not Allow' },
    ],
  ])('%s: the state of the app holds what is shown, and gives it up for Not you?', async (sample, wanted) => {
    await open(sample);
    const state = (expected: object) =>
      tab().waitForFunction(
        (all) =>
          Object.entries(all).every(
            ([name, one]) => (window as unknown as { state?: Record<string, unknown> }).state?.[name] === one,
          ),
        expected,
      );
    await state(wanted);
    await said('filled');
    expect([await value('[name=firstname]'), await tab().locator('[name=donotphone]').isChecked()]).toEqual([
      'Ann',
      true,
    ]);
    await tab().locator('[data-pmds-not-you]').click();
    await state({ firstname: '', jobtitle: '', donotphone: false });
    expect([await stateOf(tab()), await value('[name=firstname]')]).toEqual(['none', '']);
  });

  it('a frame of another origin, to which the page hands the link on', async () => {
    await open('embed.html');
    site().page('/event.html', readFileSync(join(samples, 'event.html'), 'utf8'));
    await tab().reload();
    await tab().goto(`${site().origin}/embed.html?again#pmds=${ann}`);
    const frame = tab().frameLocator('#form');
    await frame.locator('html[data-pmds=filled]').waitFor();
    expect(await frame.locator('[name=firstname]').inputValue()).toBe('Ann');
    const origins = tab()
      .frames()
      .map((one) => new URL(one.url()).origin);
    expect(new Set(origins).size).toBe(2);
    expect([
      await stateOf(tab()),
      tab()
        .frames()
        .map((one) => one.url())
        .join(),
    ]).toEqual(['handed-on', expect.not.stringContaining('pmds')]);
  });

  it('a single-page app whose form comes by a press of a button', async () => {
    await open('late.html');
    await said('nothing-filled');
    await tab().getByRole('button', { name: 'Register now' }).click();
    await said('filled');
    expect([await value('[name=firstname]'), await value('[name=email]')]).toEqual(['Ann', 'ann@example.com']);
  });
});

describe('forms that users have already, without a change to them', () => {
  it('Customer Insights - Journeys: put in by its loader, also long after the answer', async () => {
    await open('builders/journeys-form.html');
    await said('filled');
    expect([await value('[name=firstname]'), await value('[name=emailaddress1]')]).toEqual(['Ann', 'ann@example.com']);
    expect(await tab().locator('[name=donotphone]').isChecked()).toBe(true);
    // A second form that comes when the page is watched no more: the event of the loader is enough.
    const outcome = await tab().evaluate(async () => {
      const form = document.querySelector('form')!;
      const again = form.cloneNode(true) as HTMLFormElement;
      again.reset();
      form.replaceWith(again);
      document.dispatchEvent(new Event('d365mkt-afterformload'));
      await window.pmdsPrefill!.ready;
      await new Promise((resolve) => setTimeout(resolve));
      return again.querySelector<HTMLInputElement>('[name=firstname]')!.value;
    });
    expect(outcome).toBe('Ann');
  });

  it('Power Pages: inputs whose names begin with the places that hold them', async () => {
    await open('builders/power-pages.html');
    await said('filled');
    expect([await value('#firstname'), await value('#emailaddress1'), await value('#jobtitle')]).toEqual([
      'Ann',
      'ann@example.com',
      'Analyst',
    ]);
    expect(await tab().locator('input:checked').getAttribute('id')).toBe('donotphone_1');
  });

  it('Gravity Forms: by the record of the form, since names are numbers', async () => {
    site().person(
      ann,
      described(annsAnswer, {
        'input_1.3': 'firstname',
        'input_1.6': 'lastname',
        input_2: 'emailaddress1',
        'input_3.1': 'donotphone',
      }),
    );
    await open('builders/gravity-forms.html');
    await said('filled');
    expect([await value('#input_1_1_3'), await value('#input_1_1_6'), await value('#input_1_2')]).toEqual([
      'Ann',
      'Archer',
      'ann@example.com',
    ]);
    expect(await tab().locator('#choice_1_3_1').isChecked()).toBe(true);
    expect(await tab().locator('[name=gform_submit]').inputValue()).toBe('1');
  });

  it('Contact Form 7: by the record of the form', async () => {
    const inputs = { 'your-first-name': 'firstname', 'your-last-name': 'lastname', 'your-email': 'emailaddress1' };
    site().person(ann, described(annsAnswer, inputs));
    await open('builders/contact-form-7.html');
    await said('filled');
    expect([
      await value('[name=your-first-name]'),
      await value('[name=your-email]'),
      await value('[name=your-message]'),
    ]).toEqual(['Ann', 'ann@example.com', '']);
  });

  it('HubSpot: made by its script, which hears what is filled in', async () => {
    await open('builders/hubspot.html');
    await said('filled');
    expect(await tab().evaluate(() => (window as unknown as { state: object }).state)).toEqual({
      firstname: 'Ann',
      lastname: 'Archer',
      email: 'ann@example.com',
      jobtitle: 'Analyst',
    });
  });
});

describe('a form with a record', () => {
  it('is filled as the record says, and by no usual name beside it', async () => {
    site().person(ann, described(annsAnswer, { mail2: 'emailaddress1', constructor: 'firstname' }));
    site().page(
      '/form.html',
      `<script src="/prefill.js" data-bridge="{{bridge}}"></script><input name="mail2"><input name="email"><input name="toString"><input name="x" data-pmds-field="jobtitle">`,
    );
    await tab().goto(`${site().origin}/form.html#pmds=${ann}`);
    await said('filled');
    expect([
      await value('[name=mail2]'),
      await value('[name=email]'),
      await value('[name=toString]'),
      await value('[name=x]'),
    ]).toEqual(['ann@example.com', '', '', 'Analyst']);
  });

  it('shows a masked value beside an empty input, sends none of it, and takes it out for the next person', async () => {
    const { emailaddress1: _stays, ...values } = annsAnswer.values;
    site().person(
      ann,
      described(
        { ...annsAnswer, values },
        { firstname: 'firstname', mail: 'emailaddress1', list: 'emailaddress1' },
        { emailaddress1: 'a••@example.com' },
      ),
    );
    site().person(bob, described(bobsAnswer, { firstname: 'firstname' }));
    site().page(
      '/form.html',
      `<script src="/prefill.js" data-bridge="{{bridge}}"></script><form><input name="firstname"><input name="mail" placeholder="you@example.com"><select name="list"><option>a••@example.com</select></form>
      <script>document.addEventListener('pmds:prefill', ({ detail }) => { window.outcomes = detail.fields.map(({ outcome }) => outcome); })</script>`,
    );
    await tab().goto(`${site().origin}/form.html#pmds=${ann}`);
    await said('filled');
    const sent = () => tab().evaluate(() => [...new FormData(document.querySelector('form')!)].map(([, one]) => one));
    expect([await tab().locator('[name=mail]').getAttribute('placeholder'), (await sent()).slice(0, 2)]).toEqual([
      'a••@example.com',
      ['Ann', ''],
    ]);
    expect(await tab().evaluate(() => (window as unknown as { outcomes: string[] }).outcomes)).toEqual([
      'filled',
      'masked',
      'no-match',
    ]);
    await tab().goto(`${site().origin}/form.html#pmds=${bob}`);
    await tab().waitForFunction(() => document.querySelector('input')?.value === 'Bob');
    expect(await tab().locator('[name=mail]').getAttribute('placeholder')).toBe('you@example.com');
  });
});
