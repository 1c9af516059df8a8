import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';

describe('the id that is made from names', () => {
  // Rows of earlier versions have these ids: another one would write them a second time.
  it.each([
    [['trace', '22222222-2222-4222-8222-222222222222', 'ada'], '99babe94-6f95-5856-b6c5-4500b9d9f3fe'],
    [['é', '€', '😀'], 'b825ad05-2a69-5d44-bd0d-812e2e26be69'],
    [[], '3bfd40e5-32be-5966-aade-b9de85234c87'],
  ])('of %j is the same for ever', (names, id) => {
    expect(nodeHashing.nameBasedId(...names)).toBe(id);
  });

  it('does not mix up where one name ends and the next begins', () => {
    const ids = [['ab', 'c'], ['a', 'bc'], ['abc'], ['a","b', 'c']].map((names) => nodeHashing.nameBasedId(...names));
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
