/** A row as the local Dataverse loads it without validation: logical column names, lookups as GUID, no column for null. */
export type PlainRow = Readonly<Record<string, string | number | boolean>>;

/** Collects the columns of a row and leaves out those that are empty. */
export function plainRow(columns: Readonly<Record<string, string | number | boolean | null>>): PlainRow {
  const row: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(columns)) if (value !== null) row[name] = value;
  return row;
}
