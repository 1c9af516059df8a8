import fc from 'fast-check';
import {
  exposures,
  parseWebFormFields,
  serialiseWebFormFields,
  submitRules,
  type WebFormField,
} from '@pmds/contracts/web-form/definition';

const column = fc.option(fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/));
const field: fc.Arbitrary<WebFormField> = fc.record({
  input: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ''),
  contact: column,
  lead: column,
  exposure: fc.constantFrom(...exposures),
  submit: fc.constantFrom(...submitRules),
  blankErases: fc.boolean(),
});

const stored = (...fields: readonly unknown[]): string => JSON.stringify({ version: 1, fields });
const email = { input: 'email', contact: 'emailaddress1', exposure: 'masked', submit: 'review' };

describe('the stored fields of a web form', () => {
  it('CD-07 come back from their text with every field in its place', () => {
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: ({ input }) => input, maxLength: 20 }), (fields) => {
        expect(parseWebFormFields(serialiseWebFormFields(fields))).toEqual({ ok: true, value: fields });
      }),
      { seed: 20_261_129 },
    );
  });

  it.each([null, undefined, '', ' \n', '{"version":1,"fields":[]}'])('are none for %j', (text) => {
    expect(parseWebFormFields(text)).toEqual({ ok: true, value: [] });
  });

  it('leave a table empty that is not named, and erase nothing unless they say so', () => {
    expect(parseWebFormFields(stored(email))).toEqual({
      ok: true,
      value: [{ ...email, lead: null, blankErases: false }],
    });
  });

  it.each([
    ['{', 'not-json', undefined],
    ['[]', 'wrong-shape', undefined],
    ['null', 'wrong-shape', undefined],
    ['{}', 'wrong-version', undefined],
    ['{"version":"1","fields":[]}', 'wrong-version', undefined],
    ['{"version":2,"fields":[]}', 'newer-version', undefined],
    ['{"version":1}', 'wrong-shape', undefined],
    ['{"version":1,"fields":{}}', 'wrong-shape', undefined],
    [stored(email, 7), 'wrong-shape', '2'],
    [stored({ ...email, input: ' ' }), 'no-input', '1'],
    [stored({ ...email, input: 'x'.repeat(257) }), 'no-input', '1'],
    [stored(email, email), 'twice', 'email'],
    [stored({ ...email, contact: 'E-Mail' }), 'not-a-logical-name', 'email'],
    [stored({ ...email, lead: 5 }), 'not-a-logical-name', 'email'],
    [stored({ ...email, exposure: undefined }), 'unknown-exposure', 'email'],
    [stored({ ...email, exposure: 'Clear' }), 'unknown-exposure', 'email'],
    [stored({ ...email, submit: 'overwrite' }), 'unknown-submit-rule', 'email'],
    [stored({ ...email, blankErases: 1 }), 'wrong-shape', 'email'],
  ])('are refused as %j, naming the field', (text, reason, at) => {
    expect(parseWebFormFields(text)).toEqual({ ok: false, failure: at === undefined ? { reason } : { reason, at } });
  });

  it('never throw, whatever the column holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseWebFormFields(text).ok === 'boolean'),
      { seed: 20_261_129 },
    );
  });
});
