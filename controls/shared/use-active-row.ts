import * as React from 'react';

/** Where the keyboard is: a row by its name, and the rows around it when it was gone to. */
interface Place {
  readonly name: string;
  readonly rows: readonly string[];
}

/**
 * The row that the keyboard is on. It is kept by name, so it stays the same row when others come, go or move. Once it is gone, its
 * neighbour takes its place: the next row that is still there, else the one before.
 * @param rows Names of the rows as they are shown now, each once.
 * @returns its position, -1 where there is none, and what makes a row the active one.
 */
export function useActiveRow(rows: readonly string[]): readonly [number, (row: number) => void] {
  const [place, setPlace] = React.useState<Place | null>(null);
  const active = React.useMemo(() => (place === null ? -1 : positionOf(place, rows)), [place, rows]);
  const go = (row: number) => {
    const name = rows[row];
    if (name !== undefined) setPlace({ name, rows });
  };
  return [active, go];
}

function positionOf({ name, rows: before }: Place, rows: readonly string[]): number {
  const same = rows.indexOf(name);
  if (same >= 0) return same;
  const positions = new Map(rows.map((row, position) => [row, position]));
  const from = before.indexOf(name);
  for (const row of [...before.slice(from + 1), ...before.slice(0, from).reverse()]) {
    const position = positions.get(row);
    if (position !== undefined) return position;
  }
  return -1;
}
