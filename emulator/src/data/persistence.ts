import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RowChange, Store } from './store.js';
import type { RowObject } from './value.js';

/** One line of snapshot or journal: a row as it is, or what was done to one. */
type Line =
  | {
      readonly kind: 'load' | 'insert' | 'update';
      readonly table: string;
      readonly id: string;
      readonly values: RowObject;
    }
  | { readonly kind: 'delete'; readonly table: string; readonly id: string };

export interface DataFolder {
  /** Writes every row into a new snapshot and empties the journal. Call it after volume loads, which the journal does not see. */
  readonly save: () => void;
  readonly close: () => void;
}

const snapshotName = 'rows.ndjson';
const journalName = 'journal.ndjson';
const blockBytes = 1 << 20;

/**
 * Keeps the organisation's rows in a folder: what is there is loaded, and each change from now on is appended to a journal before the
 * caller goes on. Definitions are not kept; they come from the solution that is imported at every start. A row of a table or column
 * that no longer exists is left out with a line to `warn`. A last line torn by a crash is ignored.
 */
export function openDataFolder(
  store: Store,
  folder: string,
  warn: (message: string) => void = () => undefined,
): DataFolder {
  mkdirSync(folder, { recursive: true });
  const snapshot = join(folder, snapshotName);
  const journal = join(folder, journalName);
  for (const file of [snapshot, journal]) {
    if (existsSync(file)) for (const line of linesOf(file)) apply(store, line, warn);
  }
  let journalFile = openSync(journal, 'a');
  // Ends a line that a crash may have torn, so that the next one stands alone.
  writeSync(journalFile, '\n');
  let isOpen = true;
  store.onChange((change) => {
    if (isOpen) writeSync(journalFile, `${JSON.stringify(lineOf(change))}\n`);
  });
  const save = (): void => {
    const next = `${snapshot}.next`;
    const file = openSync(next, 'w');
    writeAll(store, file);
    fsyncSync(file);
    closeSync(file);
    renameSync(next, snapshot);
    closeSync(journalFile);
    rmSync(journal);
    journalFile = openSync(journal, 'a');
  };
  return {
    save,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      closeSync(journalFile);
    },
  };
}

function lineOf({ kind, table, id, values }: RowChange): Line {
  return kind === 'delete' ? { kind, table, id } : { kind, table, id, values };
}

function writeAll(store: Store, file: number): void {
  let block = '';
  for (const { logicalName } of store.model.tables) {
    const rows = store.rows(logicalName);
    for (const row of rows.all()) {
      block += `${JSON.stringify({ kind: 'load', table: logicalName, id: rows.id(row), values: rows.toObject(row) })}\n`;
      if (block.length < blockBytes) continue;
      writeSync(file, block);
      block = '';
    }
  }
  writeSync(file, block);
}

function apply(store: Store, text: string, warn: (message: string) => void): void {
  if (text === '') return;
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    warn('A torn line was left out of the stored rows.');
    return;
  }
  if (store.model.findTable(line.table) === undefined) {
    warn(`A stored row of table ${line.table}, which no longer exists, was left out.`);
    return;
  }
  try {
    if (line.kind === 'delete') store.delete(line.table, line.id);
    else if (line.kind === 'update') store.update(line.table, line.id, line.values);
    else store.load(line.table, [line.values]);
  } catch {
    warn(`A stored row of table ${line.table} has a column that no longer exists; it was left out.`);
  }
}

/** Reads a file line by line without holding it in memory. */
function* linesOf(path: string): Iterable<string> {
  const file = openSync(path, 'r');
  const block = Buffer.alloc(blockBytes);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
      const lines = (rest + decoder.decode(block.subarray(0, read), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}
