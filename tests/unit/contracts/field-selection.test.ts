import fc from 'fast-check';
import {
  emptySelection,
  fieldSelectionSentence,
  parseFieldSelection,
  serialiseFieldSelection,
} from '@pmds/contracts/fields/field-selection';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

const columns = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/), { maxLength: 50 });

describe('the stored selection of fields', () => {
  it('CD-23 comes back from its text with every column in its place', () => {
    fc.assert(
      fc.property(columns, columns, (contact, lead) => {
        expect(parseFieldSelection(serialiseFieldSelection({ contact, lead }))).toEqual({
          ok: true,
          value: { contact, lead },
        });
      }),
    );
  });

  it.each([null, undefined, '', '  \n'])('is empty for %j', (text) => {
    expect(parseFieldSelection(text)).toEqual({ ok: true, value: emptySelection });
  });

  it('reads a text that names one table only', () => {
    expect(parseFieldSelection('{"version":1,"lead":["lastname"]}')).toEqual({
      ok: true,
      value: { contact: [], lead: ['lastname'] },
    });
  });

  it('refuses a column that stands twice, naming it', () => {
    const parsed = parseFieldSelection('{"version":1,"contact":["a","b","a"]}');
    expect(parsed).toEqual({ ok: false, failure: { reason: 'twice', at: 'contact.a' } });
    if (!parsed.ok) expect(fieldSelectionSentence(parsed.failure)).toContain('contact.a');
  });

  it('never throws, whatever the column holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseFieldSelection(text).ok === 'boolean'),
    );
  });
});
