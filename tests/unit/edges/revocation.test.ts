import { ends, rulesOf, type LinkFacts } from '@pmds/bridge/domain/revocation';
import { contactId, runId, seconds } from './builders.js';

const link: LinkFacts = { id: contactId, runId, form: 'https://forms.example/a', kid: 'k1', issuedAt: seconds(5) };

describe('rules that end a link', () => {
  it('speak of its member, key, time, run and form', () => {
    expect(rulesOf(link)).toEqual([
      { kind: 'member', value: contactId },
      { kind: 'key', value: 'k1' },
      { kind: 'before', value: '' },
      { kind: 'run', value: runId },
      { kind: 'form', value: 'https://forms.example/a' },
    ]);
  });

  it.each([
    ['no run', { runId: null }, ['member', 'key', 'before', 'form']],
    ['no form', { form: null }, ['member', 'key', 'before', 'run']],
  ])('do not speak of what it has not: %s', (_, less, kinds) => {
    expect(rulesOf({ ...link, ...less }).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    // A run and a key are ended for ever.
    ['run', 4, true],
    ['run', 5, true],
    ['key', 4, true],
    ['member', 4, false],
    // Of the same second counts as made before.
    ['member', 5, true],
    ['member', 6, true],
    ['form', 4, false],
    ['form', 5, true],
    ['before', 4, false],
    // The time itself is allowed.
    ['before', 5, false],
    ['before', 6, true],
  ] as const)('%s of second %d ends a link of second 5: %s', (kind, at, ended) => {
    expect(ends({ kind, at: seconds(at) }, link)).toBe(ended);
  });
});
