/** A collection of the client API: `get()`, `get(name)`, `get(index)`, `get(predicate)`, `forEach`, `getLength`. */
export interface Collection<Item> {
  get(predicate?: (item: Item, index: number) => boolean): Item[];
  get(key: string | number): Item | null;
  forEach(visit: (item: Item, index: number) => void): void;
  getLength(): number;
}

export function collectionOf<Item>(items: ReadonlyMap<string, Item>): Collection<Item> {
  const all = (): Item[] => [...items.values()];
  const get = (key?: string | number | ((item: Item, index: number) => boolean)): Item[] | Item | null => {
    if (key === undefined) return all();
    if (typeof key === 'function') return all().filter(key);
    return (typeof key === 'number' ? all()[key] : items.get(key)) ?? null;
  };
  return {
    get: get as Collection<Item>['get'],
    forEach: (visit) => all().forEach(visit),
    getLength: () => items.size,
  };
}
