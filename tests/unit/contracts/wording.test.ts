import { readdirSync, readFileSync } from 'node:fs';
import { counted } from '@pmds/contracts/wording';

describe('a number with its noun', () => {
  it.each([
    [0, '0 members'],
    [1, '1 member'],
    [2, '2 members'],
    [1_200, '1200 members'],
  ])('is singular for one alone: %d', (count, text) => {
    expect(counted(count, 'member')).toBe(text);
  });

  it('takes a plural of its own', () => {
    expect([1, 3].map((count) => counted(count, 'person', 'people'))).toEqual(['1 person', '3 people']);
  });
});

describe('the controls', () => {
  const strings = (control: string, language: string) =>
    readFileSync(`controls/${control}/${control}/strings/${control}.${language}.resx`, 'utf8');
  it.each(['FieldsToSync', 'MarketingLists'])('%s have each text for one in every language', (control) => {
    const [first, ...others] = ['1033', '1031', '1036', '1037'].map((language) =>
      [...strings(control, language).matchAll(/<data name="([^"]+_One)"/g)].map(([, name]) => name).sort(),
    );
    expect(readdirSync(`controls/${control}/${control}/strings`)).toHaveLength(4);
    expect(first?.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });
});
