import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { linkTermsOf } from '../../../domain/links/link-terms.js';
import type { PlannedForm } from '../../../domain/links/planned-form.js';
import { serves, type KeptLinkSet, type LinkSet, type WrittenLink } from '../../../domain/links/written-link.js';
import type { ClaimedRun } from '../../../domain/run/run.js';
import type { LinkMaker } from '../../../ports/links/link-maker.js';
import type { ColumnValues } from '../../../ports/links/people-columns.js';
import type { Storage } from '../../../ports/store/storage.js';

interface NamedColumn {
  readonly column: string;
  readonly form: PlannedForm;
}

interface Asked {
  readonly storage: Pick<Storage, 'read' | 'transaction'>;
  readonly links: LinkMaker;
  readonly run: ClaimedRun;
  readonly table: SelectableTable;
  readonly named: readonly NamedColumn[];
  readonly ids: readonly RowId[];
  readonly now: Date;
}

interface PlannedColumn extends NamedColumn {
  readonly set: KeptLinkSet;
  /** Members whose link has to be written, with the time that it says it was made. */
  readonly due: ReadonlyMap<RowId, Date>;
}

/** Which links of a batch have to be written: those that are not there, and those that do not hold any more. */
export class ColumnLinks {
  readonly #asked: Asked;
  readonly #columns: readonly PlannedColumn[];

  private constructor(asked: Asked, columns: readonly PlannedColumn[]) {
    this.#asked = asked;
    this.#columns = columns;
  }

  static async plan(asked: Asked): Promise<ColumnLinks> {
    const { storage, ids } = asked;
    const columns: PlannedColumn[] = [];
    const revoked =
      asked.named.length === 0 ? new Map<RowId, Date>() : await storage.read.writtenLinks.revokedMembers(ids);
    for (const named of asked.named) {
      const set = await currentSet(asked, named);
      columns.push({ ...named, set, due: await dueOf(asked, named, set, revoked) });
    }
    return new ColumnLinks(asked, columns);
  }

  /** One row per member, with all of his columns that are due. */
  due(): readonly ColumnValues[] {
    const { links, table, ids } = this.#asked;
    return ids.flatMap((id) => {
      const values = this.#columns.flatMap(({ column, set, due }) => {
        const issuedAt = due.get(id);
        if (issuedAt === undefined) return [];
        return [[column, links.linkOf({ form: set.form, runId: set.runId, issuedAt }, table, id)] as const];
      });
      return values.length === 0 ? [] : [{ id, values: Object.fromEntries(values) }];
    });
  }

  /** What members' columns hold once all was written but the rows that were refused, by form. */
  written(refused: ReadonlySet<RowId>): readonly (readonly [RowId, ReadonlyMap<RowId, WrittenLink>])[] {
    return this.#columns.map(({ form, set, due }) => {
      const taken = [...due].filter(([id]) => !refused.has(id));
      return [form.id, new Map(taken.map(([id, issuedAt]) => [id, { set: set.number, issuedAt }]))];
    });
  }
}

/** The set that links are written of now: the newest one while it holds, else a new one. */
async function currentSet(asked: Asked, { form, column }: NamedColumn): Promise<KeptLinkSet> {
  const { storage, links, run, table, now } = asked;
  const issuedOn = linkTermsOf(run, form).issuedAt.toISOString();
  const wanted: LinkSet = { form, table, column, kid: links.kid, runId: run.runId, issuedOn };
  const newest = await storage.read.writtenLinks.setOf(form.id, table);
  if (newest !== null && (await holds(asked, newest, wanted, now))) return newest;
  return storage.transaction((unit) => unit.writtenLinks.begin(wanted));
}

async function holds({ storage }: Asked, set: LinkSet, wanted: LinkSet, now: Date): Promise<boolean> {
  return serves(set, wanted, now) && !(await storage.read.writtenLinks.isRevoked(set));
}

async function dueOf(
  asked: Asked,
  { form, column }: NamedColumn,
  current: KeptLinkSet,
  revoked: ReadonlyMap<RowId, Date>,
): Promise<ReadonlyMap<RowId, Date>> {
  const { storage, ids, table, run, links, now } = asked;
  const written = await storage.read.writtenLinks.written(form.id, table, ids);
  const numbers = [...new Set([...written.values()].map(({ set }) => set))];
  const issuedOn = current.issuedOn;
  const wanted: LinkSet = { form, table, column, kid: links.kid, runId: run.runId, issuedOn };
  const holding = new Set<number>([current.number]);
  for (const set of await storage.read.writtenLinks.sets(numbers.filter((number) => number !== current.number))) {
    if (await holds(asked, set, wanted, now)) holding.add(set.number);
  }
  const due = new Map<RowId, Date>();
  for (const id of ids) {
    const before = written.get(id);
    const endedAt = revoked.get(id);
    const ended = before !== undefined && endedAt !== undefined && before.issuedAt <= endedAt;
    if (before !== undefined && holding.has(before.set) && !ended) continue;
    due.set(id, issuedAfter(new Date(current.issuedOn), endedAt));
  }
  return due;
}

/** To the second: a link of the same second as its end counts as ended. */
function issuedAfter(issuedAt: Date, endedAt: Date | undefined): Date {
  if (endedAt === undefined || endedAt < issuedAt) return issuedAt;
  return new Date((Math.floor(endedAt.getTime() / 1000) + 1) * 1000);
}
