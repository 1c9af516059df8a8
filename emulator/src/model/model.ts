import { makeColumn, type Column, type ColumnSpec } from './column.js';
import { makeOptionSet, type OptionSet, type OptionSetSpec } from './choice.js';
import { noSuchSegment } from './dataverse-error.js';
import { guidOfName } from './guid.js';
import { navigationsOf } from './navigation.js';
import type { ManyToMany, Navigation, OneToMany, Relationship } from './relationship.js';
import { makeTable, type AlternateKey, type Table, type TableSpec } from './table.js';

/**
 * The definitions of the organisation: tables, columns, relationships, global choices.
 *
 * Reading: `model.table('contact')`, `model.tableOfSet('contacts')`, `model.navigation(table, 'ownerid')`.
 * Changing (the solution importer): `addTable`, `addColumn`, `addOneToMany`, `addManyToMany`, `addKey`, `addOptionSet` and their
 * `remove…` twins. Adding what exists replaces it, which is what an upgrade does. Tables are immutable values: keep names, not objects.
 */
export class Model {
  readonly #tables = new Map<string, Table>();
  readonly #sets = new Map<string, string>();
  readonly #relationships = new Map<string, Relationship>();
  readonly #optionSets = new Map<string, OptionSet>();
  readonly #navigations = new Map<string, ReadonlyMap<string, Navigation>>();
  #nextObjectTypeCode = 10_000;
  #version = 1;

  /** Grows with each change; whoever caches something made from definitions compares it. */
  get version(): number {
    return this.#version;
  }

  get tables(): Iterable<Table> {
    return this.#tables.values();
  }

  get relationships(): Iterable<Relationship> {
    return this.#relationships.values();
  }

  get optionSets(): Iterable<OptionSet> {
    return this.#optionSets.values();
  }

  findTable(logicalName: string): Table | undefined {
    return this.#tables.get(logicalName);
  }

  /** @throws Error when there is none: for callers that were given the name by the model itself. */
  table(logicalName: string): Table {
    const table = this.#tables.get(logicalName);
    if (table === undefined) throw new Error(`The organisation has no table ${logicalName}.`);
    return table;
  }

  findTableOfSet(entitySetName: string): Table | undefined {
    const name = this.#sets.get(entitySetName);
    return name === undefined ? undefined : this.#tables.get(name);
  }

  /** @throws DataverseError 404 `0x8006088a` when no table has that entity set. */
  tableOfSet(entitySetName: string): Table {
    const table = this.findTableOfSet(entitySetName);
    if (table === undefined) throw noSuchSegment(entitySetName);
    return table;
  }

  findOptionSet(name: string): OptionSet | undefined {
    return this.#optionSets.get(name);
  }

  findRelationship(schemaName: string): Relationship | undefined {
    return this.#relationships.get(schemaName);
  }

  /** Navigation properties of a table by name (names are case-sensitive, as in OData). */
  navigations(table: Table): ReadonlyMap<string, Navigation> {
    const known = this.#navigations.get(table.logicalName);
    if (known !== undefined) return known;
    const made = navigationsOf(table, this.#relationships.values());
    this.#navigations.set(table.logicalName, made);
    return made;
  }

  navigation(table: Table, name: string): Navigation | undefined {
    return this.navigations(table).get(name);
  }

  addTable(spec: TableSpec): Table {
    const known = this.#tables.get(spec.logicalName);
    const table = makeTable(spec, known?.objectTypeCode ?? this.#nextObjectTypeCode++);
    if (known !== undefined) this.#sets.delete(known.entitySetName);
    this.#put(table);
    return table;
  }

  removeTable(logicalName: string): void {
    const table = this.#tables.get(logicalName);
    if (table === undefined) return;
    this.#tables.delete(logicalName);
    this.#sets.delete(table.entitySetName);
    for (const [name, relationship] of this.#relationships) {
      if (tablesOf(relationship).includes(logicalName)) this.#relationships.delete(name);
    }
    this.#changed();
  }

  addColumn(tableName: string, spec: ColumnSpec): Column {
    const table = this.table(tableName);
    const column = makeColumn(tableName, spec);
    this.#put({ ...table, columns: new Map(table.columns).set(column.logicalName, column) });
    return column;
  }

  removeColumn(tableName: string, logicalName: string): void {
    const table = this.table(tableName);
    const columns = new Map(table.columns);
    columns.delete(logicalName);
    this.#put({ ...table, columns });
  }

  addKey(tableName: string, key: AlternateKey): void {
    const table = this.table(tableName);
    this.#put({ ...table, keys: [...table.keys.filter((k) => k.logicalName !== key.logicalName), key] });
  }

  /** Changes table-level facts (labels, change tracking, …) and leaves its columns alone. */
  alterTable(tableName: string, change: Partial<Omit<Table, 'logicalName' | 'columns' | 'entitySetName'>>): void {
    this.#put({ ...this.table(tableName), ...change });
  }

  addOneToMany(spec: Omit<OneToMany, 'kind' | 'metadataId' | 'isCustom'> & Partial<OneToMany>): OneToMany {
    const made: OneToMany = {
      kind: 'one-to-many',
      isCustom: false,
      metadataId: guidOfName(`relationship:${spec.schemaName}`),
      ...spec,
    };
    this.#relationships.set(made.schemaName, made);
    this.#changed();
    return made;
  }

  /** The intersect table is added too when the organisation does not have it yet. */
  addManyToMany(spec: Omit<ManyToMany, 'kind' | 'metadataId' | 'isCustom'> & Partial<ManyToMany>): ManyToMany {
    const made: ManyToMany = {
      kind: 'many-to-many',
      isCustom: false,
      metadataId: guidOfName(`relationship:${spec.schemaName}`),
      ...spec,
    };
    this.#relationships.set(made.schemaName, made);
    if (!this.#tables.has(made.intersectTable)) this.addTable(intersectTable(made));
    this.#changed();
    return made;
  }

  removeRelationship(schemaName: string): void {
    this.#relationships.delete(schemaName);
    this.#changed();
  }

  addOptionSet(spec: OptionSetSpec): OptionSet {
    const made = makeOptionSet({ ...spec, isGlobal: true });
    this.#optionSets.set(made.name, made);
    this.#changed();
    return made;
  }

  removeOptionSet(name: string): void {
    this.#optionSets.delete(name);
    this.#changed();
  }

  #put(table: Table): void {
    this.#tables.set(table.logicalName, table);
    this.#sets.set(table.entitySetName, table.logicalName);
    this.#changed();
  }

  #changed(): void {
    this.#navigations.clear();
    this.#version++;
  }
}

function tablesOf(relationship: Relationship): string[] {
  return relationship.kind === 'one-to-many'
    ? [relationship.referencedTable, relationship.referencingTable]
    : [relationship.table1, relationship.table2, relationship.intersectTable];
}

function intersectTable(relationship: ManyToMany): TableSpec {
  const name = relationship.intersectTable;
  return {
    logicalName: name,
    schemaName: relationship.schemaName,
    // The platform names the set of an intersect table after its logical name with "set" added.
    entitySetName: `${name}set`,
    primaryId: `${name}id`,
    isIntersect: true,
    isCustom: relationship.isCustom,
    columns: [
      { logicalName: `${name}id`, type: 'uniqueidentifier', isPrimaryId: true, isValidForUpdate: false },
      { logicalName: relationship.table1Column, type: 'uniqueidentifier', isValidForUpdate: false },
      { logicalName: relationship.table2Column, type: 'uniqueidentifier', isValidForUpdate: false },
      { logicalName: 'versionnumber', type: 'bigint', isValidForCreate: false, isValidForUpdate: false },
    ],
  };
}
