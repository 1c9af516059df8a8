import { counted, worded } from '@pmds/contracts/wording';

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

describe('a text with the forms of a number', () => {
  const template = '{0:one|two|# more}';
  it.each([
    ['he', 1, 'one'],
    ['he', 2, 'two'],
    ['he', 5, '5 more'],
    ['he', 0, '0 more'],
    ['he', 20, '20 more'],
    ['en', 2, '2 more'],
    ['fr', 0, 'one'],
    ['de', 1_200, '1.200 more'],
  ] as const)(
    'is in %s for %d: the form of the language, with the number where it says so',
    (language, count, said) => {
      expect(worded(language, template, [count])).toBe(said);
    },
  );

  it('with two forms takes the second for two in a language that has a dual', () => {
    expect([1, 2, 3].map((count) => worded('he', '{0:one|more}', [count]))).toEqual(['one', 'more', 'more']);
  });

  it('takes the last form for what is no number', () => {
    expect(worded('fr', template, ['1'])).toBe('1 more');
  });
});
