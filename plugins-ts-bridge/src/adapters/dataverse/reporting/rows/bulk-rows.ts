import { isForbidden, type Refusals } from './refusals.js';

/** Rows of one bulk message; the platform's advice for a start. */
const batchRows = 1000;

/**
 * A bulk message is all or nothing: one row that is refused fails the batch, so a refused batch is halved until the row is
 * alone.
 * @param refused What to do with a row that is refused alone.
 */
export async function inBatches<Row>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<void>,
  refusals: Pick<Refusals, 'stays'>,
  refused: (row: Row, error: unknown) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += batchRows) await half(rows.slice(from, from + batchRows), true);

  async function half(some: readonly Row[], whole: boolean): Promise<void> {
    const [first] = some;
    if (first === undefined) return;
    try {
      await write(some);
    } catch (error) {
      if (!refusals.stays(error)) throw error;
      if (some.length === 1) return refused(first, error);
      // Without the right to write the table each of a thousand rows would be refused one by one.
      if (whole && isForbidden(error) && (await forbidden(first))) {
        for (const row of some) await refused(row, error);
        return;
      }
      const middle = Math.ceil(some.length / 2);
      await half(some.slice(0, middle), false);
      await half(some.slice(middle), false);
    }
  }

  async function forbidden(row: Row): Promise<boolean> {
    try {
      await write([row]);
      return false;
    } catch (error) {
      if (!refusals.stays(error)) throw error;
      return isForbidden(error);
    }
  }
}
