import { until } from '../../support/waiting.js';
import { answerOf, aForm, control, text } from './answers.js';
import { ann, bob, bridgeTag, fakeService, state } from './page.js';

/** The script as a page loads it: once, with all that it listens to. */
it('A5, A7 lives on a page from one link to the next', async () => {
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  const people = { [ann]: answerOf({ firstname: ['Ann', text] }), [bob]: answerOf({ firstname: ['Bob', text] }) };
  const service = fakeService(people);
  const tokens = () => service.asked.map(({ init }) => new Headers(init.headers).get('authorization')?.slice(7));
  const shows = (name: string) => until(`the form shows "${name}"`, () => control('firstname').value === name);
  document.head.innerHTML = bridgeTag;
  aForm('<input name="firstname"><input name="note">');

  // Without a link nobody is asked; what was typed before the first one stays.
  history.replaceState(null, '', '/form.html');
  await import('../../../prefill/src/prefill.js');
  // The part that fills in comes from beside the script in a browser.
  await import('../../../prefill/src/form/part.js');
  expect(await window.pmdsPrefill!.ready).toEqual([]);
  expect([state(), tokens()]).toEqual(['none', []]);
  control('note').value = 'mine';
  control('note').dispatchEvent(new Event('input', { bubbles: true }));

  const go = (token: string, event: string) => {
    history.replaceState(null, '', `/form.html#pmds=${token}`);
    window.dispatchEvent(new Event(event));
    expect(location.href).toBe('http://localhost/form.html');
  };
  go(ann, 'hashchange');
  await shows('Ann');
  expect(await window.pmdsPrefill!.ready).toEqual(['firstname']);
  expect(control('note').value).toBe('mine');

  // The same link again asks nobody; the script loaded once more does nothing.
  const script = window.pmdsPrefill;
  go(ann, 'popstate');
  jest.resetModules();
  await import('../../../prefill/src/prefill.js');
  expect(window.pmdsPrefill).toBe(script);
  expect(tokens()).toEqual([ann]);

  go(bob, 'pageshow');
  await shows('Bob');
  expect(control('note').value).toBe('');

  // A link that failed is tried again when it is opened again.
  go('eyJ.x.none', 'hashchange');
  await until('it is refused', () => state() === 'token-invalid');
  expect(control('firstname').value).toBe('');
  const { length } = tokens();
  go('eyJ.x.none', 'hashchange');
  await until('it is tried again', () => tokens().length === length + 1);

  // Asked by the page, it looks for a link first.
  history.replaceState(null, '', `/form.html#pmds=${ann}`);
  expect(await window.pmdsPrefill!.fill()).toEqual(['firstname']);
  expect(control('firstname').value).toBe('Ann');
  service.restore();
});
