/** What a user does with the chosen columns of one table. Every function keeps the order of what it does not touch. */
export type Choice = readonly string[];

export function toggled(choice: Choice, name: string): Choice {
  return choice.includes(name) ? choice.filter((chosen) => chosen !== name) : [...choice, name];
}

/** Adds what is not chosen yet, each name once, at the end and in the order given. */
export function withAll(choice: Choice, names: readonly string[]): Choice {
  return [...new Set([...choice, ...names])];
}

export function without(choice: Choice, names: readonly string[]): Choice {
  const gone = new Set(names);
  return choice.filter((name) => !gone.has(name));
}

/** Moves one name by one place; at the end of the list nothing happens. */
export function moved(choice: Choice, name: string, by: -1 | 1): Choice {
  const from = choice.indexOf(name);
  const to = from + by;
  const neighbour = choice[to];
  if (from < 0 || neighbour === undefined) return choice;
  const next = [...choice];
  next[from] = neighbour;
  next[to] = name;
  return next;
}
