import {
  mailOutcomeJson,
  mailReasons,
  parseMailOutcome,
  unsentSentence,
  type UnsentMail,
} from '@pmds/contracts/run/mail-outcome';
import { splitNotificationEmails } from '@pmds/contracts/start/notification-emails';
import type { LanguageName } from '@pmds/contracts/wording';

const one: UnsentMail = {
  addresses: ['bob@example.com'],
  reason: 'recipient-refused',
  detail: '550',
  againUntil: null,
};

describe('what became of the completion mail', () => {
  it('reads what it has written', () => {
    const outcome = { state: 'unsent', unsent: [one, { ...one, againUntil: '2026-11-29T10:00:00.000Z' }] } as const;
    expect(parseMailOutcome(mailOutcomeJson(outcome))).toEqual(outcome);
  });

  it.each([null, '', 'x', '{', '[]', '{"version":2,"unsent":[]}', '{"version":1}', 7])(
    'reads %o as nothing to say',
    (text) => {
      expect(parseMailOutcome(text)).toBeNull();
    },
  );

  it('leaves out a reason that this version does not know', () => {
    const text = JSON.stringify({ version: 1, state: 'unsent', unsent: [{ addresses: [], reason: 'new' }, one] });
    expect(parseMailOutcome(text)?.unsent).toEqual([one]);
  });

  it.each(['en', 'de', 'fr', 'he'] as const)(
    'has a sentence for every reason in %s, with every placeholder filled',
    (language) => {
      const sentences = mailReasons.map((reason) => unsentSentence({ ...one, reason }, 'unsent', language));
      for (const sentence of sentences) {
        expect(sentence).toContain('bob@example.com');
        expect(sentence).not.toMatch(/\{\d/);
      }
      expect(new Set(sentences).size).toBe(mailReasons.length);
    },
  );

  it.each([
    ['en', 'will not reach', 'did not reach', 'until 2026-11-29 10:00'],
    ['de', 'wird', 'hat', 'bis'],
  ] as const)(
    'tells what is foreseen, what has failed and what is tried again, in %s',
    (language: LanguageName, foreseen, failed, again) => {
      expect(unsentSentence(one, 'foreseen', language)).toContain(foreseen);
      expect(unsentSentence(one, 'unsent', language)).toContain(failed);
      expect(unsentSentence({ ...one, againUntil: '2026-11-29T10:00:00.000Z' }, 'unsent', language)).toContain(again);
    },
  );

  it('names three addresses and counts the others', () => {
    const addresses = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'e@x.example'];
    const sentence = unsentSentence({ ...one, addresses }, 'unsent', 'en');
    expect(sentence).toContain('a@x.example, b@x.example, c@x.example (+2)');
    expect(sentence).not.toContain('d@x.example');
  });
});

it('K5 tells the addresses of a text apart from what is none', () => {
  expect(splitNotificationEmails('ada@x.example ; nonsense;; ADA@x.example; .bob@x.example; eve@x.example')).toEqual({
    valid: ['ada@x.example', 'eve@x.example'],
    invalid: ['nonsense', '.bob@x.example'],
  });
});
