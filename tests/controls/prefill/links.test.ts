import { askBridge } from '../../../prefill/src/ask-bridge.js';
import { createHandOn } from '../../../prefill/src/hand-on.js';
import { takeTokenFromAddress } from '../../../prefill/src/link.js';
import { readSettings } from '../../../prefill/src/settings.js';
import { watchPage } from '../../../prefill/src/watch-page.js';
import { answerOf, text, yesNo } from './answers.js';
import { ann, bob, fakeService, type FakeService } from './page.js';

const annsAnswer = answerOf({ firstname: ['Ann', text], jobtitle: ['Analyst', text], donotphone: [true, yesNo] });
const bobsAnswer = answerOf({ firstname: ['Bob', text], jobtitle: [null, text], donotphone: [false, yesNo] });

let service: FakeService;
let warned: jest.SpyInstance;
beforeEach(() => {
  service = fakeService({ [ann]: annsAnswer, [bob]: bobsAnswer });
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  jest.spyOn(console, 'info').mockImplementation(() => undefined);
  document.head.innerHTML = '';
  document.body.innerHTML = '';
  document.documentElement.removeAttribute('data-pmds');
  history.replaceState(null, '', '/form.html');
});
afterEach(() => {
  service.restore();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('A6 the token in the address', () => {
  const at = (address: string) => {
    history.replaceState({ of: 'the page' }, '', address);
    const entries = history.length;
    const token = takeTokenFromAddress();
    expect(history.length).toBe(entries);
    expect(history.state).toEqual({ of: 'the page' });
    return [token, location.href.replace('http://localhost', '')];
  };
  it.each([
    [`/form.html#pmds=${ann}`, ann, '/form.html'],
    [`/form.html?a=1#b&pmds=${ann}`, ann, '/form.html?a=1#b'],
    [`/form.html?pmds=${ann}`, ann, '/form.html'],
    [`/form.html?a=1&pmds=${ann}#top`, ann, '/form.html?a=1#top'],
    [`/form.html?#pmds=${ann}`, ann, '/form.html'],
    [`/form.html?pmds=${ann}#`, ann, '/form.html'],
    [`/form/pmds=${ann}`, ann, '/form'],
    [`/pmds=${ann}`, ann, '/'],
    [`/form.html?pmds=${ann}#pmds=${ann}`, ann, '/form.html'],
    [`/form.html?pmds=${ann}#pmds=${bob}`, 'invalid', '/form.html'],
    ['/form.html#pmds=none', 'invalid', '/form.html'],
    ['/form.html?a=%zz#b%2', null, '/form.html?a=%zz#b%2'],
    ['/form.html', null, '/form.html'],
  ])('%s', (address, token, rest) => {
    expect(at(address)).toEqual([token, rest]);
  });

  it('goes from a fragment also where the history is closed', () => {
    history.replaceState(null, '', `/form.html#top&pmds=${ann}`);
    jest.spyOn(history, 'replaceState').mockImplementation(() => {
      throw new Error('SecurityError');
    });
    expect([takeTokenFromAddress(), location.hash]).toEqual([ann, '#top']);
    expect(warned).not.toHaveBeenCalled();
  });

  it('goes without a trace where the fragment held nothing else and the history is closed', () => {
    history.replaceState(null, '', `/form.html#pmds=${ann}`);
    jest.spyOn(history, 'replaceState').mockImplementation(() => undefined);
    expect([takeTokenFromAddress(), location.href]).toEqual([ann, 'http://localhost/form.html#']);
  });

  it('of a query cannot go without the history, and nothing is loaded again for it', () => {
    history.replaceState(null, '', `/form.html?pmds=${ann}#top`);
    jest.spyOn(history, 'replaceState').mockImplementation(() => undefined);
    expect([takeTokenFromAddress(), location.search, location.hash]).toEqual([ann, `?pmds=${ann}`, '#top']);
  });
});

describe('S19 asking the service', () => {
  it('sends the token in a header, and neither a cookie nor the address of the page', async () => {
    expect(await askBridge('https://sync.example.com', ann)).toEqual({ kind: 'profile', response: annsAnswer });
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]).toMatchObject({
      url: 'https://sync.example.com/v1/prefill',
      init: {
        headers: { authorization: `Bearer ${ann}` },
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      },
    });
  });

  it.each(['token-missing', 'token-invalid', 'token-expired', 'origin-not-allowed', 'not-found'])(
    'says %s as the service does',
    async (code) => {
      service.restore();
      service = fakeService({ [ann]: { refused: code } });
      expect(await askBridge('https://sync.example.com', ann)).toEqual({ kind: 'refused', code });
    },
  );

  it.each([
    ['another code', { refused: 'too-many-requests' }],
    ['a longer code', { refused: 'not-found-at-all' }],
    ['a code with something before it', { refused: 'x-not-found' }],
    ['an answer without values', '{"labels":{},"columns":{}}'],
    ['an answer without labels', '{"values":{},"columns":{}}'],
    ['an answer without kinds', '{"values":{},"labels":{}}'],
    ['an answer of null', '{"values":null,"labels":{},"columns":{}}'],
    ['nothing', 'null'],
  ])('takes %s for no answer of ours', async (_what, said) => {
    service.restore();
    service = fakeService({ [ann]: said });
    expect(await askBridge('https://sync.example.com', ann)).toEqual({ kind: 'refused', code: 'unreachable' });
  });

  it('tells a service that does not answer this page from one that is not there', async () => {
    service.restore();
    service = fakeService({}, { closed: true });
    expect(await askBridge('https://sync.example.com', ann)).toEqual({ kind: 'refused', code: 'origin-not-allowed' });
    expect(new Headers(service.asked[1]?.init.headers).has('authorization')).toBe(false);
    expect(await askBridge('https://elsewhere.example', ann)).toEqual({ kind: 'refused', code: 'unreachable' });
  });

  it('takes a refusal that says nothing for no answer of ours', async () => {
    globalThis.fetch = async () => ({ ok: false, status: 502, json: async () => null }) as unknown as Response;
    expect(await askBridge('https://sync.example.com', ann)).toEqual({ kind: 'refused', code: 'unreachable' });
  });

  it('gives up after fifteen seconds, and not before', async () => {
    jest.useFakeTimers();
    const given: (AbortSignal | null | undefined)[] = [];
    globalThis.fetch = (_url, init) =>
      new Promise((_, reject) => {
        given.push(init?.signal);
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const asked = askBridge('https://sync.example.com', ann);
    await jest.advanceTimersByTimeAsync(14_999);
    expect(given).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(given).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await asked).toEqual({ kind: 'refused', code: 'unreachable' });
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('A13 the settings of a page', () => {
  it.each([
    ['<meta name="pmds-bridge" content=" https://a.example/sync// ">', 'https://a.example/sync', null],
    ['<meta name="pmds-bridge" content="https://a.example?x=1#y">', 'https://a.example', null],
    ['<script data-bridge="http://[::1]:8080/"></script>', 'http://[::1]:8080', null],
    [
      '<script data-bridge="HTTPS://A.example"></script><meta name="pmds-bridge" content="https://b.example">',
      'HTTPS://A.example',
      null,
    ],
    [
      '<script data-bridge=" "></script><meta name="pmds-bridge" content="https://b.example">',
      'https://b.example',
      null,
    ],
    ['<script data-frame="#form"></script>', null, '#form'],
    ['<meta name="pmds-frame" content="#form">', null, '#form'],
    ['<meta name="pmds-bridge" content="{{ url }}">', null, null],
    ['<meta name="pmds-bridge" content="/api">', null, null],
    ['<meta name="pmds-bridge" content="undefined">', null, null],
    ['<meta name="pmds-bridge" content="https://">', null, null],
    ['<meta name="pmds-bridge" content="https://a b">', null, null],
    ['<meta name="pmds-bridge" content="ftp://a.example">', null, null],
    ['<meta name="pmds-bridge" content="xhttps://a.example">', null, null],
    ['', null, null],
  ])('%s', (head, bridge, frame) => {
    document.head.innerHTML = head;
    expect(readSettings()).toEqual({ bridge, frame });
  });
});

describe('A9 the frame that holds the form', () => {
  const frame = (html: string) => {
    document.body.innerHTML = html;
    const element = document.querySelector('iframe')!;
    const replaced: string[] = [];
    Object.defineProperty(element, 'contentWindow', {
      configurable: true,
      value: { location: { replace: (address: string) => replaced.push(address) } },
    });
    return { element, replaced };
  };

  it('gets the token once for each address of its own, and shows none in the document', () => {
    const { element, replaced } = frame('<iframe id="form" src="/inner.html"></iframe>');
    const handOn = createHandOn('#form', ann);
    expect([handOn(), handOn(), replaced]).toEqual([true, true, [`http://localhost/inner.html#pmds=${ann}`]]);
    expect(element.getAttribute('src')).toBe('/inner.html');
    element.src = '/other.html';
    expect([handOn(), replaced.at(-1)]).toEqual([true, `http://localhost/other.html#pmds=${ann}`]);
  });

  it('that is loaded lazily, or not at all yet, gets it in its address, once', () => {
    const { element, replaced } = frame('<iframe id="form" src="/inner.html"></iframe>');
    Object.defineProperty(element, 'loading', { value: 'lazy' });
    const handOn = createHandOn('#form', ann);
    expect([handOn(), handOn(), element.src, replaced]).toEqual([
      true,
      true,
      `http://localhost/inner.html#pmds=${ann}`,
      [],
    ]);
    const { element: cold } = frame('<iframe id="form" src="/inner.html"></iframe>');
    Object.defineProperty(cold, 'contentWindow', { value: null });
    expect([createHandOn('#form', ann)(), cold.src]).toEqual([true, `http://localhost/inner.html#pmds=${ann}`]);
  });

  it.each([
    ['no frame', '<p></p>'],
    ['a frame without an address', '<iframe id="form"></iframe>'],
    ['a frame with an empty address', '<iframe id="form" src=""></iframe>'],
    ['a frame with its own document', '<iframe id="form" src="/inner.html" srcdoc="x"></iframe>'],
    ['a frame of another scheme', '<iframe id="form" src="about:blank"></iframe>'],
  ])('is not there: %s', (_what, html) => {
    document.body.innerHTML = html;
    expect(createHandOn('#form', ann)()).toBe(false);
  });
});

describe('the watch of a page', () => {
  it('calls soon after changes, at a few moments of its own, and never after its end', async () => {
    jest.useFakeTimers();
    let calls = 0;
    const end = watchPage(() => (calls += 1));
    document.body.append(document.createElement('input'), document.createElement('input'));
    await jest.advanceTimersByTimeAsync(59);
    expect(calls).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(calls).toBe(1);
    document.querySelector('input')!.setAttribute('name', 'x');
    await jest.advanceTimersByTimeAsync(60);
    expect(calls).toBe(2);
    document.querySelector('input')!.setAttribute('class', 'x');
    await jest.advanceTimersByTimeAsync(60);
    expect(calls).toBe(2);
    const at = async (ms: number) => (await jest.advanceTimersByTimeAsync(ms), calls);
    expect([await at(120), await at(700), await at(2_000), await at(7_000), await at(19_900)]).toEqual([3, 4, 5, 6, 7]);
    await jest.advanceTimersByTimeAsync(100);
    document.body.append(document.createElement('input'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect([calls, jest.getTimerCount()]).toEqual([7, 0]);
    end();
    const other = watchPage(() => (calls += 1));
    document.body.append(document.createElement('input'));
    await jest.advanceTimersByTimeAsync(10);
    other();
    await jest.advanceTimersByTimeAsync(60_000);
    expect([calls, jest.getTimerCount()]).toEqual([7, 0]);
  });
});
