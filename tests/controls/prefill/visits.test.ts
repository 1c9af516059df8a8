import { createMemory } from '../../../prefill/src/form/memory.js';
import { fillFields } from '../../../prefill/src/form/fill-form.js';
import { createPageForm } from '../../../prefill/src/form/fill.js';
import { startVisit } from '../../../prefill/src/visit.js';
import { aForm, answerOf, control, text, yesNo } from './answers.js';
import { ann, bob, bridgeTag, fakeService, listen, state, type FakeService } from './page.js';

const annsAnswer = answerOf({ firstname: ['Ann', text], jobtitle: ['Analyst', text], donotphone: [true, yesNo] });
const bobsAnswer = answerOf({ firstname: ['Bob', text], jobtitle: [null, text], donotphone: [false, yesNo] });

let service: FakeService;
let warned: jest.SpyInstance;
let informed: jest.SpyInstance;
beforeEach(() => {
  service = fakeService({ [ann]: annsAnswer, [bob]: bobsAnswer });
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  informed = jest.spyOn(console, 'info').mockImplementation(() => undefined);
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

describe('one visit', () => {
  const form =
    '<input name="firstname"><input name="jobtitle"><input name="other"><input type="checkbox" name="donotphone">';
  const start = (token: string | null) => startVisit(token, async () => createPageForm());

  it('fills the form in, says so once to page and console, and names neither a value nor the token', async () => {
    document.head.innerHTML = bridgeTag;
    aForm(form);
    const { heard, stop } = listen();
    const visit = start(ann);
    expect(await visit.ready).toEqual(['firstname', 'jobtitle', 'donotphone']);
    expect(await visit.fill(document)).toEqual(['firstname', 'jobtitle', 'donotphone']);
    expect(state()).toBe('filled');
    expect(heard).toHaveLength(1);
    expect(heard[0]?.columns).toEqual(['firstname', 'jobtitle', 'donotphone']);
    expect(heard[0]?.fields.map(({ field, outcome, column }) => [field, outcome, column])).toEqual([
      ['firstname', 'filled', 'firstname'],
      ['jobtitle', 'filled', 'jobtitle'],
      ['other', 'not-selected', null],
      ['donotphone', 'filled', 'donotphone'],
    ]);
    expect(heard[0]?.fields[0]?.element).toBe(control('firstname'));
    expect(informed.mock.calls).toEqual([['pmds prefill: filled; other: not-selected']]);
    expect(warned).not.toHaveBeenCalled();
    expect(visit.hasFailed()).toBe(false);
    visit.end(true);
    stop();
  });

  it.each([
    ['none', null, bridgeTag, undefined, false],
    ['not-set-up', ann, '', /not-set-up: write data-bridge=/, false],
    ['token-invalid', 'invalid', bridgeTag, /token-invalid/, true],
    ['token-expired', 'expired', bridgeTag, /token-expired/, true],
    ['not-found', 'gone', bridgeTag, /not-found/, true],
    [
      'unreachable',
      ann,
      '<meta name="pmds-bridge" content="https://elsewhere.example">',
      /unreachable: look at data-bridge/,
      true,
    ],
    ['nothing-filled', 'empty', bridgeTag, /nothing-filled; firstname: not-selected; jobtitle: not-selected/, true],
    ['not-set-up', ann, '<meta name="pmds-frame" content="#none">', /not-set-up: write data-bridge=/, false],
    ['none', null, '<meta name="pmds-frame" content="#none">', undefined, false],
  ])('that comes to %s says so, with a hint for the page owner', async (wanted, token, head, hint, failed) => {
    service.restore();
    service = fakeService({
      [ann]: annsAnswer,
      expired: { refused: 'token-expired' },
      gone: { refused: 'not-found', status: 404 },
      empty: answerOf({ nickname: ['x', text] }),
    });
    document.head.innerHTML = head;
    aForm('<input name="firstname"><input name="jobtitle">');
    const visit = start(token);
    expect(await visit.ready).toEqual([]);
    expect(state()).toBe(wanted);
    expect(warned.mock.calls.flat()).toEqual(hint === undefined ? [] : [expect.stringMatching(hint)]);
    expect(visit.hasFailed()).toBe(failed);
    if (token === 'invalid' || wanted === 'not-set-up' || wanted === 'none') expect(service.asked).toEqual([]);
    visit.end(true);
  });

  it('that was refused does not watch the page', async () => {
    jest.useFakeTimers();
    document.head.innerHTML = bridgeTag;
    const visit = start('eyJ.x.none');
    await jest.advanceTimersByTimeAsync(0);
    await visit.ready;
    expect(state()).toBe('token-invalid');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('names the origin that has to be allowed', async () => {
    service.restore();
    service = fakeService({}, { closed: true });
    document.head.innerHTML = bridgeTag;
    const visit = start(ann);
    await visit.ready;
    expect(warned.mock.calls.flat().join()).toMatch(/origin-not-allowed: allow http:\/\/localhost$/);
    visit.end(true);
  });

  it('A9 fills in what comes late and what a framework has taken back, keeps what is touched, and ends after half a minute', async () => {
    document.head.innerHTML = bridgeTag;
    aForm('<p>Loading</p>');
    const visit = start(ann);
    await visit.ready;
    expect(state()).toBe('nothing-filled');
    jest.useFakeTimers();
    visit.end(true);
    const again = start(ann);
    await jest.advanceTimersByTimeAsync(0);
    await again.ready;
    document.querySelector('form')!.innerHTML = form;
    await jest.advanceTimersByTimeAsync(100);
    expect([state(), control('firstname').value]).toEqual(['filled', 'Ann']);
    control('firstname').value = '';
    await jest.advanceTimersByTimeAsync(1_000);
    expect(control('firstname').value).toBe('Ann');
    // What is taken back once more is left to the page.
    control('firstname').value = '';
    await jest.advanceTimersByTimeAsync(2_500);
    expect(control('firstname').value).toBe('');
    control('jobtitle').value = 'mine';
    control('jobtitle').dispatchEvent(new Event('input', { bubbles: true }));
    await jest.advanceTimersByTimeAsync(3_000);
    expect([state(), control('jobtitle').value]).toEqual(['filled', 'mine']);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(jest.getTimerCount()).toBe(0);
    again.end(true);
  });

  it('A5 leaves nothing of one person to the next, neither filled in nor typed nor on its way', async () => {
    document.head.innerHTML = bridgeTag;
    aForm(form);
    const page = createPageForm();
    const forms = async () => page;
    const first = startVisit(ann, forms);
    await first.ready;
    control('other').value = 'call me';
    control('other').dispatchEvent(new Event('input', { bubbles: true }));
    control('donotphone').click();
    first.end(true);
    expect(['firstname', 'jobtitle', 'other'].map((name) => control(name).value)).toEqual(['', '', '']);
    expect(control('donotphone').checked).toBe(false);
    expect(await first.fill(document)).toEqual([]);
    let answer: () => void = () => undefined;
    service.hold = new Promise((resolve) => (answer = resolve));
    const slow = startVisit(ann, forms);
    slow.end(true);
    answer();
    expect(await slow.ready).toEqual([]);
    expect(control('firstname').value).toBe('');
    const second = startVisit(bob, forms);
    await second.ready;
    expect([control('firstname').value, control('jobtitle').value]).toEqual(['Bob', '']);
    second.end(true);
  });

  it('fills a part of the page on request, and reports of the whole page alone', async () => {
    document.head.innerHTML = bridgeTag;
    aForm(form);
    const visit = start(ann);
    await visit.ready;
    const { heard, stop } = listen();
    const part = document.createElement('div');
    part.innerHTML = '<input name="jobtitle">';
    expect(await visit.fill(part)).toEqual(['jobtitle']);
    expect(part.querySelector('input')!.value).toBe('Analyst');
    expect(heard).toEqual([]);
    visit.end(true);
    stop();
  });
});

describe('A11 what is known of a page', () => {
  const outcomes = (memory: ReturnType<typeof createMemory>, asked = true) =>
    fillFields(document, answerOf({ a: ['x', text], b: ['y', text] }), memory, asked).map(({ outcome }) => outcome);
  const typed = (name: string, value: string) => {
    control(name).value = value;
    control(name).dispatchEvent(new Event('input', { bubbles: true }));
  };

  it('what was changed before the script came stays, except what differs from its default by itself', () => {
    aForm('<input name="a"><input name="b" type="color">');
    control('a').value = 'mine';
    control('b').value = '#123456';
    const memory = createMemory();
    expect(['a', 'b'].map((name) => memory.isTouched(control(name)))).toEqual([true, false]);
  });

  it('what somebody typed, emptied or reset stays; a script that only says so is nobody', () => {
    aForm('<input name="a"><input name="b">');
    const memory = createMemory();
    memory.watch(document);
    memory.watch(document);
    expect(outcomes(memory)).toEqual(['filled', 'filled']);
    control('a').dispatchEvent(new Event('change', { bubbles: true }));
    expect(memory.isTouched(control('a'))).toBe(false);
    typed('a', '');
    expect(outcomes(memory)).toEqual(['kept', 'filled']);
    document.querySelector('form')!.reset();
    expect(outcomes(memory)).toEqual(['kept', 'kept']);
  });

  it('a reset of another form leaves this one alone', () => {
    document.body.innerHTML = '<form><input name="a"><input name="b"></form><form id="other"><input name="c"></form>';
    const memory = createMemory();
    memory.watch(document);
    outcomes(memory);
    document.querySelector<HTMLFormElement>('#other')!.reset();
    expect(['a', 'b'].map((name) => memory.isTouched(control(name)))).toEqual([false, false]);
  });

  it('what the page refused is tried again only when the page asks', () => {
    aForm('<input name="a" maxlength="1"><input name="b">');
    const memory = createMemory();
    const answer = answerOf({ a: ['long', text], b: ['y', text] });
    const now = (asked: boolean) => fillFields(document, answer, memory, asked).map(({ outcome }) => outcome);
    expect(now(false)).toEqual(['refused', 'filled']);
    control('a').removeAttribute('maxlength');
    expect(now(false)).toEqual(['refused', 'filled']);
    expect(now(true)).toEqual(['filled', 'filled']);
  });

  it('what a framework takes back is put in once more, and then left to it', () => {
    aForm('<input name="a"><input name="b">');
    const memory = createMemory();
    expect(outcomes(memory, false)).toEqual(['filled', 'filled']);
    control('a').value = '';
    expect(outcomes(memory, false)).toEqual(['filled', 'filled']);
    expect(control('a').value).toBe('x');
    control('a').value = '';
    expect(outcomes(memory, false)).toEqual(['refused', 'filled']);
    expect(control('a').value).toBe('');
    expect(outcomes(memory, true)).toEqual(['filled', 'filled']);
  });

  it('is forgotten with what each control held before', () => {
    aForm(
      '<input name="a" value="was"><input name="b"><input type="checkbox" name="c" checked><select name="d"><option>1<option selected>2</select>',
    );
    const memory = createMemory();
    memory.watch(document);
    fillFields(document, answerOf({ a: ['x', text] }), memory, true);
    typed('b', 'typed');
    control('b').defaultValue = 'typed';
    Object.defineProperty(control('b'), 'value', { configurable: true, value: 'typed', writable: true });
    control('c').click();
    control('c').dispatchEvent(new Event('input', { bubbles: true }));
    const before = memory.forget(true);
    expect([...before].map(([of, held]) => [of.name, held])).toEqual([
      ['b', ''],
      ['c', 'true'],
      ['a', 'was'],
    ]);
    expect([memory.filled.size, memory.refused.size, memory.isTouched(control('a'))]).toEqual([0, 0, true]);
  });

  it('reads into open shadow roots, and hears there', () => {
    document.body.innerHTML = '<x-field name="a"></x-field>';
    const root = document.querySelector('x-field')!.attachShadow({ mode: 'open' });
    const input = root.appendChild(document.createElement('input'));
    const memory = createMemory();
    expect(outcomes(memory)).toEqual(['filled']);
    input.value = 'mine';
    input.dispatchEvent(new Event('input'));
    expect([outcomes(memory), input.value]).toEqual([['kept'], 'mine']);
  });
});
