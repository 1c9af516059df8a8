/** A statement holds a limited number of values. */
const valuesPerStatement = 500;

/** The items in parts, each few enough for one statement. */
export function inParts<Item>(items: readonly Item[], size = valuesPerStatement): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
