/** Readers for answers of the Web API, whose shape is known and whose content is not. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** Rows of a collection answer. */
export function rowsOf(answer: unknown): readonly Json[] {
  const rows = asObject(answer)['value'];
  return Array.isArray(rows) ? rows.map(asObject) : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function dateOf(value: unknown): Date | null {
  const date = typeof value === 'string' ? new Date(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

/** A text literal of an OData filter: quotes double up. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** What Dataverse counts on a static list; empty until somebody was put on it. */
export function memberCountOf(row: Json): number {
  const count = row['membercount'];
  return typeof count === 'number' ? count : 0;
}
