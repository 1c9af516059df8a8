import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import { decodeCells, type DecodedProfile } from '../../../domain/member/profile-cells.js';
import { ends, type RevocationKind } from '../../../domain/revocation.js';
import { shownColumns, type WebForm } from '../../../domain/web-form/web-form.js';
import type { ClosedMember } from '../../../ports/store/closed-members.js';
import type { LinkOfMember, Opening, Openings } from '../../../ports/store/links/openings.js';
import type { StoredProfile } from '../../../ports/store/profiles.js';
import { keptFetchedProfile } from '../intake/intake-codec.js';
import { currentGenerations } from '../profiles/current-generations.js';
import type { Db } from '../staging/bulk.js';
import { SqlWebForms } from '../web-forms/sql-web-forms.js';
import { openingStatement, rowKinds } from './opening-statement.js';
import type { OpeningRow, PreparedReads } from './prepared-reads.js';

type Columns = Readonly<Record<SelectableTable, readonly ColumnPlan[]>>;

/** The generations that forms are filled from, newest first, with the statements that read them. */
interface Current {
  /** Tells two sets of generations apart. */
  readonly signature: string;
  readonly generations: readonly CurrentGeneration[];
  readonly statements: readonly ReturnType<typeof openingStatement>[];
}

interface CurrentGeneration {
  readonly generation: number;
  readonly runId: SyncRunId;
  readonly switchedAt: Date;
  readonly columns: Columns;
}

/** SQLite takes 500 parts in one statement. */
const generationsPerStatement = 400;
/** Forms whose definition is kept ready. */
const mostForms = 1_000;
/** Runs end by the minute, not by the millisecond. */
const mostTries = 8;

export class SqlOpenings implements Openings {
  readonly #db: Db;
  readonly #reads: PreparedReads;
  readonly #webForms: SqlWebForms;
  #current: Current | null = null;
  /** Of generations that are current or were at the last look, by their run. */
  #columns: ReadonlyMap<SyncRunId, Columns> = new Map();
  readonly #forms = new Map<string, { readonly stored: string; readonly form: WebForm }>();

  constructor(db: Db, reads: PreparedReads) {
    this.#db = db;
    this.#reads = reads;
    this.#webForms = new SqlWebForms(db);
  }

  async open(link: LinkOfMember): Promise<Opening> {
    for (let tries = 1; ; tries += 1) {
      const current = this.#current ?? (await this.#look());
      const rows = await this.#rowsOf(current, link).catch((error: unknown) => {
        // A generation was dropped meanwhile; anything else fails again.
        if (tries >= mostTries) throw error;
        return null;
      });
      if (rows !== null && signatureOfRows(rows) === current.signature) return this.#openingOf(link, current, rows);
      if (tries >= mostTries) throw new Error('The generations of the store change faster than they can be read.');
      this.#current = null;
    }
  }

  async #look(): Promise<Current> {
    const found = await currentGenerations(this.#db);
    const generations = found.map(({ generation, run_id, switched_at, columns }) => ({
      generation,
      runId: run_id as SyncRunId,
      switchedAt: new Date(switched_at),
      columns: this.#columns.get(run_id as SyncRunId) ?? (JSON.parse(columns) as Columns),
    }));
    this.#columns = new Map(generations.map(({ runId, columns }) => [runId, columns]));
    const numbers = generations.map(({ generation }) => generation);
    const statements = [];
    for (let at = 0; at === 0 || at < numbers.length; at += generationsPerStatement) {
      statements.push(openingStatement(this.#reads, numbers.slice(at, at + generationsPerStatement)));
    }
    const signature = signatureOf(generations.map(({ generation, runId }) => `${generation} ${runId}`));
    this.#current = { signature, generations, statements };
    return this.#current;
  }

  async #rowsOf({ statements, signature }: Current, link: LinkOfMember): Promise<readonly OpeningRow[] | null> {
    const [first, ...others] = statements;
    if (first === undefined) return null;
    const rows = await this.#reads.all(first.text, first.valuesOf(link));
    if (others.length === 0) return rows;
    const all = [...rows];
    for (const other of others) {
      const more = await this.#reads.all(other.text, other.valuesOf(link));
      if (signatureOfRows(more) !== signature) return null;
      all.push(...more.filter(({ kind }) => kind === rowKinds.profile));
    }
    return all;
  }

  async #openingOf(link: LinkOfMember, { generations }: Current, rows: readonly OpeningRow[]): Promise<Opening> {
    let revoked = false;
    let closed: ClosedMember | null = null;
    let form: WebForm | null = null;
    let fetched: OpeningRow | null = null;
    const cells = new Map<number, string>();
    for (const row of rows) {
      switch (row.kind) {
        case rowKinds.closed:
          closed = { table: link.table, id: link.id, reason: row.a as ClosedReason, since: new Date(row.b) };
          break;
        case rowKinds.revocation:
          revoked ||= ends({ kind: row.a as RevocationKind, at: new Date(row.b) }, link);
          break;
        case rowKinds.form:
          form = await this.#formOf(link.formKey ?? '', row);
          break;
        case rowKinds.fetched:
          fetched = row;
          break;
        case rowKinds.profile:
          cells.set(row.number, row.a);
          break;
      }
    }
    const wanted = form === null ? null : shownColumns(form, link.table);
    const held = generations.flatMap((generation) => {
      const own = cells.get(generation.generation);
      const columns = generation.columns[link.table];
      return own === undefined
        ? []
        : [{ generation, decoded: decodeCells(own, columns, { wanted, language: form?.language ?? null }) }];
    });
    const [newest] = held;
    if (newest === undefined)
      return { revoked, closed, form, profile: fetched === null ? null : fetchedOf(link, fetched) };
    const { runId, switchedAt: storedAt } = newest.generation;
    const union = together(held.map(({ decoded }) => decoded));
    return { revoked, closed, form, profile: { table: link.table, id: link.id, ...union, runId, storedAt } };
  }

  async #formOf(key: string, { a: id, b: version, c: definition }: OpeningRow): Promise<WebForm | null> {
    const stored = `${id} ${version} ${definition}`;
    const known = this.#forms.get(key);
    if (known?.stored === stored) return known.form;
    const form = await this.#webForms.byId(id as RowId);
    if (form?.key !== key) return null;
    if (this.#forms.size >= mostForms) this.#forms.clear();
    this.#forms.set(key, { stored, form });
    return form;
  }
}

const signatureOf = (generations: readonly string[]): string => [...generations].sort().join();

function signatureOfRows(rows: readonly OpeningRow[]): string {
  const found: string[] = [];
  for (const row of rows) if (row.kind === rowKinds.generation) found.push(`${row.number} ${row.a}`);
  return signatureOf(found);
}

/** Per column what stands in the first that has it. */
function together(profiles: readonly DecodedProfile[]): DecodedProfile {
  const [first, ...older] = profiles;
  if (first === undefined || older.length === 0) return first ?? { values: {}, labels: {}, columns: {} };
  const values = new Map(Object.entries(first.values));
  const labels = new Map(Object.entries(first.labels));
  const columns = new Map(Object.entries(first.columns));
  for (const profile of older) {
    for (const [name, value] of Object.entries(profile.values)) {
      if (values.has(name)) continue;
      values.set(name, value);
      const [label, column] = [profile.labels[name], profile.columns[name]];
      if (label !== undefined) labels.set(name, label);
      if (column !== undefined) columns.set(name, column);
    }
  }
  return {
    values: Object.fromEntries(values),
    labels: Object.fromEntries(labels),
    columns: Object.fromEntries(columns),
  };
}

function fetchedOf({ table, id }: LinkOfMember, { a, b }: OpeningRow): StoredProfile | null {
  const profile = keptFetchedProfile(a);
  if (profile === null) return null;
  const { values, labels, columns } = profile;
  return { table, id, values, labels, columns, runId: null, storedAt: new Date(b) };
}
