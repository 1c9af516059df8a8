import type { IntakeEntry } from '../../ports/intake.js';

/** An entry as it is stored: what it is, and when, as JSON. */
export interface EntryRow {
  readonly seq: number;
  readonly body: string;
}

const dateFields = new Set(['requestedAt', 'fetchedAt', 'at']);

/** Dates come back as dates. */
export function entryOf(row: EntryRow): IntakeEntry {
  const body = JSON.parse(row.body, (key, value: unknown) =>
    dateFields.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as Readonly<Record<string, unknown>>;
  return { ...body, seq: row.seq } as IntakeEntry;
}
