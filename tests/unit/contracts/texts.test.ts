import { mailOutcomeTexts } from '@pmds/contracts/run/mail-outcome-texts';
import { queryNoteTexts } from '@pmds/contracts/run/query-notes-texts';
import { tallyTexts } from '@pmds/contracts/run/run-tally-texts';
import { languages, type LanguageName } from '@pmds/contracts/wording';

const tables: Readonly<Record<string, Readonly<Record<LanguageName, Readonly<Record<string, string>>>>>> = {
  'the mail': { ...mailOutcomeTexts } as never,
  'list queries': { ...queryNoteTexts } as never,
  'the members': { ...tallyTexts } as never,
};
const names = Object.keys(languages) as LanguageName[];
const others = names.filter((name) => name !== 'en');
/** `{0}` of `{0}` and of `{0:one|many}`, in their order. */
const valuesOf = (text = ''): readonly string[] => [...new Set(text.match(/\{\d/g))].sort();

describe.each(Object.entries(tables))('texts of %s', (_name, texts) => {
  it.each(Object.entries(texts.en))('"%s" say something in every language, each its own', (key, english) => {
    expect(english).toMatch(/\w/);
    for (const name of others) expect(texts[name][key]).toMatch(/\p{L}/u);
    expect(new Set(names.map((name) => texts[name][key])).size).toBe(names.length);
  });

  it.each(Object.entries(texts.en))('"%s" have the same values in every language', (key, english) => {
    for (const name of others) expect(valuesOf(texts[name][key])).toEqual(valuesOf(english));
  });

  it('are the same texts in every language', () => {
    for (const name of others) expect(Object.keys(texts[name]).sort()).toEqual(Object.keys(texts.en).sort());
  });
});

it('name the setting or the place where something is to be done, in every language', () => {
  for (const name of names) {
    const texts = mailOutcomeTexts[name];
    for (const key of ['certificate', 'no-encryption', 'sign-in', 'host-unknown', 'unreachable'] as const) {
      expect(texts[key]).toContain('PMDS_SMTP_URL');
    }
    expect(texts.unresolved).toContain('PMDS_SMTP_URL');
    expect(texts['no-sender']).toContain('PMDS_MAIL_FROM');
    expect(texts['message-refused']).toContain('PMDS_MAIL_FROM');
  }
});
