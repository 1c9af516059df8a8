import { Store } from '@pmds/emulator/data/store';
import type { RowObject } from '@pmds/emulator/data/value';
import { Model } from '@pmds/emulator/model/model';
import { addStandardTables } from '@pmds/emulator/snapshot/standard-tables';

/** An organisation with Microsoft's tables and a root business unit, as it is before any solution. */
export function anOrganisation(): Store {
  const model = new Model();
  addStandardTables(model);
  const store = new Store(model, () => new Date('2026-03-01T08:00:00Z'));
  store.insert('businessunit', { name: 'local' });
  return store;
}

/** All rows of a table as plain data. */
export function rowsOf(store: Store, table: string): RowObject[] {
  const rows = store.rows(table);
  return [...rows.all()].map((row) => rows.toObject(row));
}

/** How many rows each table has, and which tables, relationships and choices there are: what an uninstall must leave as it was. */
export function inventory(store: Store): Record<string, unknown> {
  const tables = [...store.model.tables].map((table) => table.logicalName);
  return {
    tables: tables.sort(),
    relationships: [...store.model.relationships].map((at) => at.schemaName).sort(),
    choices: [...store.model.optionSets].map((choice) => choice.name).sort(),
    rows: Object.fromEntries(tables.map((name) => [name, store.rows(name).size]).filter(([, size]) => size !== 0)),
  };
}
