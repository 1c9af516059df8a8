import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { nothingDelivered, type DeliveryState, type Receipt } from '../../../domain/delivery/delivery.js';
import type { ClaimedRun, SyncOrder } from '../../../domain/run/run.js';
import {
  DestinationFailure,
  type BatchResult,
  type Delivery,
  type DeliveryBatch,
  type Destination,
} from '../../../ports/destination.js';
import type { LinkMaker } from '../../../ports/links/link-maker.js';
import type { PeopleColumns } from '../../../ports/links/people-columns.js';
import type { Storage } from '../../../ports/store/storage.js';
import { ColumnLinks } from './column-links.js';

export interface CrmColumnParts {
  readonly people: PeopleColumns;
  /** `null` where the service has no key to sign with. */
  readonly links: LinkMaker | null;
  readonly storage: Pick<Storage, 'read' | 'transaction'>;
}

/** Rows of one bulk message; the platform's advice for a start. */
const usualBatchRows = 1_000;
/** What a link may need: the address of the form, and the token. */
const linkCharacters = 1_000;
/** Rows commit later than their stamp, and Dataverse's own machines differ by less. */
const overlapMs = 60_000;

/**
 * Each member's link in a text column of contact and lead that the Web Form names, for mail tools that merge columns. A link
 * stays as long as it holds; what is written twice is written alike. What is there cannot be taken back.
 */
export function crmColumnDestination(parts: CrmColumnParts, batchRows = usualBatchRows): Destination {
  return {
    kind: 'crm-column',
    batchRows,
    async check(order) {
      if (parts.links === null) return ['Links cannot be written, since the service has no key (PMDS_PREFILL_KEYS).'];
      const named = columnsOf(order);
      const twice = named.filter(({ table, column }, at) =>
        named.slice(0, at).some((other) => other.table === table && other.column === column),
      );
      const shared = twice.map(
        ({ table, column }) => `Two web forms of the sync name the column "${column}" of ${table}; give each its own.`,
      );
      const found = await Promise.all(
        named.map(({ table, column }) => parts.people.problemsOf(table, column, linkCharacters)),
      );
      return [...new Set([...found.flat(), ...shared])];
    },
    begin: async (run, state) => new CrmColumnDelivery(parts, run, state, await usersOf(parts, run, state)),
  };
}

/** Columns that are written for a run of this order, with the forms that name them. */
function columnsOf({ forms = [], lists }: Pick<SyncOrder, 'lists' | 'forms'>) {
  const tables = selectableTables.filter((table) => lists.some((list) => list.table === table));
  return tables.flatMap((table) =>
    forms.flatMap((form) => {
      const column = form.linkColumns[table];
      return column === null ? [] : [{ table, column, form }];
    }),
  );
}

type Users = Readonly<Record<SelectableTable, readonly RowId[]>>;

/** Asked once per delivery: the answer is kept in its state. @throws DestinationFailure without the right to write. */
async function usersOf({ people }: CrmColumnParts, run: ClaimedRun, state: DeliveryState | null): Promise<Users> {
  if (typeof state?.['users'] === 'string') return JSON.parse(state['users']) as Users;
  const users: Record<SelectableTable, readonly RowId[]> = { contact: [], lead: [] };
  for (const table of new Set(columnsOf(run.order).map((named) => named.table))) {
    const writers = await people.writers(table);
    if ('why' in writers) throw new DestinationFailure('DELIVERY_FAILED', writers.why);
    users[table] = writers.users;
  }
  return users;
}

class CrmColumnDelivery implements Delivery {
  readonly #parts: CrmColumnParts;
  readonly #run: ClaimedRun;
  readonly #state: DeliveryState;
  readonly #users: Users;

  constructor(parts: CrmColumnParts, run: ClaimedRun, state: DeliveryState | null, users: Users) {
    this.#parts = parts;
    this.#run = run;
    this.#users = users;
    this.#state = { ...state, users: JSON.stringify(users) };
  }

  async write({ table, rows }: DeliveryBatch): Promise<BatchResult> {
    const { people, links, storage } = this.#parts;
    if (links === null) throw new DestinationFailure('DELIVERY_FAILED', 'The service has no key to sign links with.');
    const named = columnsOf(this.#run.order).filter((one) => one.table === table);
    const ids = rows.map(({ id }) => id);
    const now = people.now();
    const plan = await ColumnLinks.plan({ storage, links, run: this.#run, table, named, ids, now });
    const due = plan.due();
    let state: DeliveryState = this.#state;
    if (due.length === 0) return { counts: { ...nothingDelivered, unchanged: rows.length }, state };
    const users = this.#users[table];
    const [fromKey, sinceKey] = [`${table}-from`, `${table}-since`];
    const started = this.#run.startedAt?.getTime() ?? now.getTime();
    const from = new Date(typeof state[fromKey] === 'number' ? state[fromKey] : now.getTime() - overlapMs);
    const since = new Date((typeof state[sinceKey] === 'number' ? state[sinceKey] : started) - overlapMs);
    // Before the first row is changed: whatever dies, the next run knows whose write that was.
    await storage.transaction((unit) =>
      unit.writtenLinks.wrote(table, { from, until: new Date(now.getTime() + longestBatchMs), users }),
    );
    const { refused, changedByOthers } = await people.write(table, due, { since, users, runId: this.#run.runId });
    const ended = people.now();
    const notTaken = new Set(refused.map(({ id }) => id));
    await storage.transaction(async (unit) => {
      await unit.writtenLinks.touched(table, changedByOthers, ended);
      for (const [formId, written] of plan.written(notTaken)) await unit.writtenLinks.keep(formId, table, written);
      await unit.writtenLinks.wrote(table, { from, until: ended, users });
    });
    state = { ...state, [fromKey]: from.getTime(), [sinceKey]: now.getTime() };
    const written = due.length - refused.length;
    const counts = { written, unchanged: rows.length - due.length, refused: refused.length, failed: 0 };
    return { counts, state, refused };
  }

  async finish(): Promise<Receipt> {
    const columns = columnsOf(this.#run.order).map(({ table, column }) => `${table}.${column}`);
    return Promise.resolve({ at: columns.join(', ') });
  }

  /** Links that were written open what they should, whatever became of the run. */
  async abandon(): Promise<void> {
    await Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.resolve();
  }
}

/** A batch that is halved row by row takes its time; the end is corrected when it is there. */
const longestBatchMs = 15 * 60_000;
