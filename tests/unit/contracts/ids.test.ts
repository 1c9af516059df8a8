import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';

const id = '0e0e0e0e-1111-4222-8333-abcdefabcdef';

describe('an id', () => {
  it.each([id, id.toUpperCase(), `{${id}}`, `{${id.toUpperCase()}}`])('is read from %s, in lower case', (raw) => {
    expect(parseRowId(raw)).toEqual({ ok: true, value: id });
    expect(parseSyncRunId(raw)).toEqual({ ok: true, value: id });
  });

  it.each([
    ['a brace alone in front', `{${id}`],
    ['a brace alone at the end', `${id}}`],
    ['a text around it', ` ${id}`],
    ['a digit less', id.slice(1)],
    ['another letter', id.replace('a', 'g')],
    ['no text', ''],
    ['a number', 14],
    ['nothing', undefined],
    ['null', null],
    // Whoever asks for their text would get the id.
    ['a list', [id]],
    ['an object that reads like one', { toString: () => id }],
  ])('is none: %s', (_, raw) => {
    expect(parseRowId(raw)).toEqual({ ok: false, failure: 'not-a-guid' });
    expect(parseSyncRunId(raw)).toEqual({ ok: false, failure: 'not-a-guid' });
  });
});
