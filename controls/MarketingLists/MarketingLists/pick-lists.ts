import type { NamedList } from './relation';

type Lookup = Pick<ComponentFramework.Utility, 'lookupObjects'>;

/** Opens the platform's lookup over marketing lists. Cancelling rejects, or gives null or nothing, depending on the host. */
export async function pickLists(utils: Lookup): Promise<readonly NamedList[]> {
  const picked = await utils
    .lookupObjects({ entityTypes: ['list'], defaultEntityType: 'list', allowMultiSelect: true })
    .then(
      (found: readonly ComponentFramework.LookupValue[] | null) => found ?? [],
      () => [],
    );
  const lists = picked.map(({ id, name }) => {
    const bare = id.replace(/[{}]/g, '').toLowerCase();
    return { id: bare, name: name ?? bare };
  });
  return [...new Map(lists.map((list) => [list.id, list])).values()];
}
