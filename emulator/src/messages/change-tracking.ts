import type { Store } from '../data/store.js';
import { jsonText, type ApiResponse } from '../http/requests/message.js';
import { decodeSegment } from '../http/requests/segments.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import { serializeRows } from '../odata/read.js';
import { pageLimit, type QueryContext } from '../query/caller.js';

/** Remembers at which version a tracked read of several pages began, so that its delta misses nothing that changed meanwhile. */
export class DeltaTokens {
  readonly #startedAt = new Map<string, number>();

  remember(nextLink: string, version: number): void {
    this.#startedAt.set(nextLink, version);
    const [oldest] = this.#startedAt.keys();
    if (this.#startedAt.size > 1000 && oldest !== undefined) this.#startedAt.delete(oldest);
  }

  startOf(url: string): number | undefined {
    return this.#startedAt.get(url);
  }
}

interface Token {
  readonly version: number;
  readonly at: Date;
}

const forbidden = ['$filter', '$orderby', '$expand', '$top', '$apply', 'fetchxml'];

/** @throws DataverseError 400 for a table without change tracking and for options that do not go with it. */
export function assertTrackable(table: Table, query: string): void {
  for (const option of options(query).keys()) {
    if (forbidden.includes(option)) {
      throw new DataverseError(
        400,
        '0x80060888',
        `The "${option.replace('$', '')}" query parameter isn't supported when Change Tracking is enabled.`,
      );
    }
  }
  if (!table.changeTracking) {
    // ChangeTrackingNotEnabledForEntity: https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
    throw new DataverseError(400, '0x80072491', `Entity ${table.logicalName} isn't enabled for change tracking.`);
  }
}

/** `919042!08/22/2017 08:10:44`, encoded. The slashes and colons are encoded, too, as the documentation shows. */
export function deltaLink(serviceRoot: string, table: Table, query: string, version: number, now: Date): string {
  const [date = '', time = ''] = now.toISOString().slice(0, 19).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const token = encodeURIComponent(`${version}!${month}/${day}/${year} ${time}`)
    .replaceAll('!', '%21')
    .replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  const select = [...options(query)].filter(([name]) => name === '$select').map(([, raw]) => `${raw}&`);
  return `${serviceRoot}${table.entitySetName}?${select.join('')}$deltatoken=${token}`;
}

/** A delta link stands between the context and the rows, as the page about change tracking shows both of its answers. */
export function withDeltaLink(body: string, link: string): string {
  return body.replace(/"value":\[/, () => `"@odata.deltaLink":${JSON.stringify(link)},"value":[`);
}

/** The token of a query, or null when it has none. @throws DataverseError 400 for one that cannot be read or has expired. */
export function readDeltaToken(store: Store, query: string, expiresAfterDays: number): Token | null {
  const raw = options(query).get('$deltatoken');
  if (raw === undefined) return null;
  const text = decodeSegment(raw.slice(raw.indexOf('=') + 1));
  const found = /^(\d+)!(\d{2})\/(\d{2})\/(\d{4}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  if (found === null) throw new DataverseError(400, '0x80060888', `The delta token '${text}' is not valid.`);
  const [, version, month = '', day = '', year = '', time = ''] = found;
  const at = new Date(`${year}-${month}-${day}T${time}Z`);
  if (store.now().getTime() - at.getTime() > expiresAfterDays * 86_400_000) {
    // ExpiredVersionStamp: https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
    throw new DataverseError(
      400,
      '0x80044352',
      'Version stamp associated with the client has expired. Please perform a full sync.',
    );
  }
  return { version: Number(version), at };
}

/**
 * Rows changed since the token, then those deleted, then the next delta link.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 */
export function answerDelta(context: QueryContext, table: Table, query: string, since: number): ApiResponse {
  const { store, serviceRoot } = context;
  const skip = options(query).get('$skiptoken');
  const from = skip === undefined ? since : Number(decodeSegment(skip.slice(skip.indexOf('=') + 1)));
  const rows = store.rows(table.logicalName);
  const changed = changedSince(context, table, from);
  const page = changed.slice(0, Math.min(context.maxPageSize ?? pageLimit, pageLimit));
  const select = [...options(query)].filter(([name]) => name === '$select').map(([, raw]) => raw);
  const columns = select[0] === undefined ? '' : `(${decodeSegment(select[0].slice(select[0].indexOf('=') + 1))})`;
  const texts = serializeRows(
    context,
    table,
    page.map(({ id }) => id),
    select.join('&'),
  );
  const head = `{"@odata.context":"${serviceRoot}$metadata#${table.entitySetName}${columns}/$delta"`;
  const lastVersion = page.at(-1)?.version;
  if (page.length < changed.length && lastVersion !== undefined) {
    const next = `${deltaLink(serviceRoot, table, query, since, store.now())}&$skiptoken=${lastVersion}`;
    return jsonText(`${head},"value":[${texts.join(',')}],"@odata.nextLink":${JSON.stringify(next)}}`);
  }
  const gone = store.changes.deletedSince(table.logicalName, since).filter(({ id }) => rows.find(id) === undefined);
  const deleted = gone.map(({ id }) =>
    JSON.stringify({
      '@odata.context': `${serviceRoot}$metadata#${table.entitySetName}/$deletedEntity`,
      id,
      reason: 'deleted',
    }),
  );
  const next = deltaLink(serviceRoot, table, query, store.versionNumber, store.now());
  return jsonText(withDeltaLink(`${head},"value":[${[...texts, ...deleted].join(',')}]}`, next));
}

/** `…/$count?$deltatoken=…`: changed and deleted rows together. */
export function countDelta(context: QueryContext, table: Table, since: number): number {
  const rows = context.store.rows(table.logicalName);
  const gone = context.store.changes
    .deletedSince(table.logicalName, since)
    .filter(({ id }) => rows.find(id) === undefined);
  return changedSince(context, table, since).length + gone.length;
}

function changedSince(
  context: QueryContext,
  table: Table,
  version: number,
): { readonly id: string; readonly version: number }[] {
  const rows = context.store.rows(table.logicalName);
  const readable = context.caller.readFilter(table);
  const found: { readonly id: string; readonly version: number }[] = [];
  for (const row of rows.all()) {
    if (rows.versionNumber(row) > version && (readable === null || readable(row, rows))) {
      found.push({ id: rows.id(row), version: rows.versionNumber(row) });
    }
  }
  return found.sort((a, b) => a.version - b.version);
}

/** Options by lower-case name, each with its raw text. */
function options(query: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part !== '') found.set(decodeSegment(part.split('=')[0] ?? '').toLowerCase(), part);
  }
  return found;
}
