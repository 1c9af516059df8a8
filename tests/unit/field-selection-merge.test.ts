import { mergeFieldSelections } from '@pmds/contracts/fields/field-selection-merge';

const contacts = (...contact: readonly string[]) => ({ contact, lead: [] });

describe('E3 two changes of one selection', () => {
  it.each([
    ['both add', ['a'], ['a', 'm'], ['a', 't'], ['a', 't', 'm']],
    ['both add the same', ['a'], ['a', 'm'], ['a', 'm'], ['a', 'm']],
    ['one removes, the other adds', ['a', 'b'], ['b'], ['a', 'b', 't'], ['b', 't']],
    ['both remove', ['a', 'b', 'c'], ['b', 'c'], ['a', 'b'], ['b']],
    ['I move, they add', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c', 't'], ['c', 'a', 'b', 't']],
    ['they move, I add', ['a', 'b', 'c'], ['a', 'b', 'c', 'm'], ['c', 'b', 'a'], ['c', 'b', 'a', 'm']],
    ['they move, I remove', ['a', 'b', 'c'], ['a', 'c'], ['c', 'b', 'a'], ['c', 'a']],
    ['only they change', ['a', 'b'], ['a', 'b'], ['t'], ['t']],
    ['only I change', ['a', 'b'], ['m', 'b'], ['a', 'b'], ['m', 'b']],
  ])('keeps both where %s', (_case, base, mine, theirs, merged) => {
    expect(mergeFieldSelections(contacts(...base), contacts(...mine), contacts(...theirs))).toEqual(
      contacts(...merged),
    );
  });

  it('keeps the tables apart', () => {
    const base = { contact: ['a'], lead: ['a'] };
    expect(mergeFieldSelections(base, { contact: [], lead: ['a'] }, { contact: ['a'], lead: ['a', 't'] })).toEqual({
      contact: [],
      lead: ['a', 't'],
    });
  });
});
