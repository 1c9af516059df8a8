import type { PlainRow } from '../seeds/plain-row.js';

/** Root of the paths that no Dataverse has, ends in a slash. */
type AdminUrl = string;

/** Asks one of them. @returns The parsed answer, or `null` where it has no JSON body. */
export async function askAdmin(
  adminUrl: AdminUrl,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, adminUrl), {
    method,
    ...(body === undefined
      ? {}
      : {
          body: text,
          headers: { 'Content-Type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' },
        }),
  });
  const answer = await response.text();
  if (!response.ok) {
    throw new Error(`The local Dataverse refused ${method} ${path} with ${String(response.status)}: ${answer}`);
  }
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return null;
  }
}

const rowsPerRequest = 5_000;

/** Loads rows without validation, some thousand at a time, so that memory does not depend on how many there are. */
export async function loadRows(
  adminUrl: AdminUrl,
  table: string,
  rows: Iterable<PlainRow> | AsyncIterable<PlainRow>,
  loaded: (rows: number) => void = () => undefined,
): Promise<number> {
  let lines: string[] = [];
  let total = 0;
  const send = async () => {
    if (lines.length === 0) return;
    await askAdmin(adminUrl, 'POST', `rows/${table}`, lines.join('\n'));
    total += lines.length;
    loaded(lines.length);
    lines = [];
  };
  for await (const row of rows) {
    lines.push(JSON.stringify(row));
    if (lines.length === rowsPerRequest) await send();
  }
  await send();
  return total;
}
