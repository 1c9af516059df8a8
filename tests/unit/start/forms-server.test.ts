import { connect } from 'node:net';
import { startForms, type FormsServer } from '@pmds/scripts/forms-server';

let forms: FormsServer;
beforeAll(async () => {
  forms = await startForms(0);
  forms.useBridge('http://127.0.0.1:4600/$&');
});
afterAll(() => forms.stop());

/** The status of a path exactly as it is written: `fetch` would tidy it. */
function statusOf(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(forms.url).port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    let said = '';
    socket.on('data', (part) => (said += part.toString())).on('error', reject);
    socket.on('close', () => resolve(said.split(' ')[1] ?? ''));
  });
}

it.each([
  ['/newsletter.html', '200'],
  ['//newsletter.html', '200'],
  ['/newsletter.html?page_id=12', '200'],
  ['//', '200'],
  ['/%zz', '404'],
  ['/../../package.json', '404'],
  ['http://[', '404'],
])('A7 the sample forms answer %s with %s and go on', async (path, status) => {
  expect(await statusOf(path)).toBe(status);
  expect(await statusOf('/newsletter.html')).toBe('200');
});

it('writes the address of the bridge into the page as it is', async () => {
  const page = await (await fetch(`${forms.url}/newsletter.html`)).text();
  expect(page).toContain('data-bridge="http://127.0.0.1:4600/$&"');
});
