/** Where the active row of a list is and how far a page reaches. */
interface GridPosition {
  readonly active: number;
  readonly rows: number;
  readonly pageRows: number;
}

/**
 * The row that a key leads to, or `null` where the key is not one that moves.
 * Follows the grid pattern of the ARIA Authoring Practices: no wrapping at either end.
 * https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function rowAfterKey(key: string, { active, rows, pageRows }: GridPosition): number | null {
  const last = rows - 1;
  if (last < 0) return null;
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, last);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'PageDown':
      return Math.min(active + pageRows, last);
    case 'PageUp':
      return Math.max(active - pageRows, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
