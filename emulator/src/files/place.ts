import type { UserCaller } from '../identity/user-caller.js';
import { DataverseError, noSuchRow } from '../model/dataverse-error.js';
import type { Table } from '../model/table.js';
import { changeRow } from '../write/units/update-row.js';
import type { Unit } from '../write/units/unit.js';
import { filesOf, type FilePlace, type StoredFile } from './file-store.js';

/** @throws DataverseError where the table has no such file column. */
export function fileColumn(table: Table, name: string): FilePlace['column'] {
  const column = table.columns.get(name);
  if (column?.type === 'file') return column;
  throw new DataverseError(
    400,
    '0x80040203',
    `The attribute '${name}' of the '${table.logicalName}' entity is not a file attribute.`,
  );
}

/** Whoever may write the row may put a file into it, who may read it takes it out. */
export function assertRowRight(caller: UserCaller, right: 'Read' | 'Write', { table, id, column }: FilePlace): void {
  caller.assertRow(right, table, id);
  if (column.isSecured) throw new DataverseError(403, '0x80040220', `The column ${column.logicalName} is secured.`);
}

/** Puts a file into its column, in the place of the one before. @returns the id of the file. */
export function putFile(unit: Unit, place: FilePlace, fileId: string, file: StoredFile | null): void {
  const { table, id, column } = place;
  const before = unit.store.get(table.logicalName, id);
  if (before === undefined) throw noSuchRow(table.logicalName, id);
  assertRowRight(unit.caller, 'Write', place);
  const { files } = filesOf(unit.store);
  files.delete(String(before[column.logicalName] ?? ''));
  if (file !== null) files.set(fileId, file);
  const names = table.columns.has(`${column.logicalName}_name`)
    ? { [`${column.logicalName}_name`]: file?.name ?? null }
    : {};
  changeRow(unit, table, id, { [column.logicalName]: file === null ? null : fileId, ...names }, before);
}
