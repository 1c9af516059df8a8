import { fillForm } from './answers.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrefillColumn, PrefillValue } from '@pmds/contracts/prefill';
import { matchForm } from '../../../controls/FieldsToSync/FieldsToSync/data/form-fields';

const prefill = join(__dirname, '../../../prefill');
const columns = (...names: readonly string[]) =>
  names.map((logicalName) => ({
    logicalName,
    displayName: logicalName.toUpperCase(),
    type: 'String',
    obstacle: null,
    withheld: false,
  }));
const catalogue = columns(
  ...['firstname', 'lastname', 'jobtitle', 'companyname', 'parentcustomerid', 'emailaddress1', 'telephone1'],
  ...['mobilephone', 'birthdate', 'address1_line1', 'address1_postalcode', 'address1_city', 'address1_country'],
  ...['donotphone', 'preferredcontactmethodcode', 'description'],
);

/** What the columns hold that are not just a text. */
const odd: Readonly<Record<string, readonly [PrefillValue, PrefillColumn]>> = {
  donotphone: [true, { kind: 'yes-no', yes: [], no: [] }],
  preferredcontactmethodcode: [2, { kind: 'choice' }],
  birthdate: ['1990-02-03', { kind: 'date' }],
  emailaddress1: ['a@example.com', { kind: 'text' }],
  companyname: [null, { kind: 'text' }],
  parentcustomerid: ['7d0c…', { kind: 'lookup' }],
};

/** What *Select by form* chooses of a form, and what `prefill.js` fills of it when all of that is answered. */
function readTwice(html: string) {
  const match = matchForm(html, new Map([['contact', catalogue]]));
  document.documentElement.innerHTML = html;
  const chosen = [...(match.choices.get('contact') ?? [])];
  const held = chosen.map((name) => [name, ...(odd[name] ?? (['x', { kind: 'text' }] as const))] as const);
  const filled = fillForm(document, {
    table: 'contact',
    values: Object.fromEntries(held.map(([name, value]) => [name, value])),
    labels: { parentcustomerid: 'Contoso' },
    columns: Object.fromEntries(held.map(([name, , kind]) => [name, kind])),
  });
  return { match, chosen: chosen.sort(), filled: [...filled].sort() };
}

describe('A12 the control and the script read a form alike', () => {
  it.each(['event.html', 'event-de.html', 'newsletter.html', 'newsletter-fr.html', 'newsletter-he.html'])(
    'the sample %s',
    (sample) => {
      const { chosen, filled } = readTwice(readFileSync(join(prefill, 'samples', sample), 'utf8'));
      // Of several columns for one field the first with a value is shown.
      expect(filled).toEqual(chosen.filter((name) => name !== 'companyname'));
      expect(filled.length).toBeGreaterThanOrEqual(6);
    },
  );

  it('names in other spellings, wrappers, shadow roots, and what is never filled', () => {
    const { match, chosen, filled } = readTwice(
      `<input name="FirstName"><input name="Last Name"><div data-pmds-field="job-title"><input name="j"></div>
       <x-field name="description"><template shadowrootmode="open"><input></template></x-field>
       <input name="email"><input type="hidden" name="telephone1"><input name="mobilephone" disabled>
       <input name="address1_city" data-pmds-field=""><input type="password" name="address1_line1">
       <div data-pmds-field="birthdate"><input name="day"><input name="month"></div><input name="constructor">`,
    );
    expect(chosen).toEqual(['description', 'emailaddress1', 'firstname', 'jobtitle', 'lastname']);
    expect(match.unknown).toEqual(['day', 'month', 'constructor']);
    expect(filled).toEqual(chosen);
  });
});
