import { Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';
import { asObject, type Json } from '../json.js';
import type { Columns } from './row-columns.js';

/** A sync may change hands while it runs; rows that are written later than this after the change have the new owner. */
const knownForMs = 60_000;
/** More syncs than run side by side; the oldest are forgotten first. */
const maxKnown = 10_000;

const { entitySetName } = Tables.dataSync;

/** Columns of a sync that say who owns it: one of them is empty. */
export const ownerColumns = ['_owninguser_value', '_owningteam_value'] as const;

/** The owner of a row as a reference of the Web API, `null` where the row does not say. */
export function ownerOf(row: Json): string | null {
  const user = parseRowId(row['_owninguser_value']);
  if (user.ok) return `/systemusers(${user.value})`;
  const team = parseRowId(row['_owningteam_value']);
  return team.ok ? `/teams(${team.value})` : null;
}

/** The column that gives a new row its owner; nothing where nobody is known, so that the service owns the row. */
export function ownedBy(owner: string | null): Columns {
  return owner === null ? {} : { 'ownerid@odata.bind': owner };
}

/**
 * Who owns the syncs, for their runs and Error Traces. A claim tells it; a sync of which nothing is known is asked for
 * once a minute at most, however many rows are written.
 */
export class SyncOwners {
  readonly #client: DataverseClient;
  readonly #known = new Map<RowId, { readonly owner: string | null; readonly at: number }>();

  constructor(client: DataverseClient) {
    this.#client = client;
  }

  learn(dataSyncId: RowId, owner: string | null): void {
    this.#known.delete(dataSyncId);
    this.#known.set(dataSyncId, { owner, at: performance.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  /** @returns `null` where the sync is gone. Throws `DataverseError` like any call. */
  async of(dataSyncId: RowId, call: Pick<DataverseRequest, 'flow' | 'signal'>): Promise<string | null> {
    const known = this.#known.get(dataSyncId);
    if (known !== undefined && performance.now() - known.at < knownForMs) return known.owner;
    const owner = await this.#ask(dataSyncId, call);
    this.learn(dataSyncId, owner);
    return owner;
  }

  async #ask(dataSyncId: RowId, call: Pick<DataverseRequest, 'flow' | 'signal'>): Promise<string | null> {
    const path = `${entitySetName}(${dataSyncId})?$select=${ownerColumns.join(',')}`;
    try {
      return ownerOf(asObject(await this.#client.get(path, { purpose: 'report', ...call })));
    } catch (error) {
      if (error instanceof DataverseError && error.code === 'not-found') return null;
      throw error;
    }
  }
}
