import type { RowWriter, Store } from '../data/store.js';
import type { RowObject } from '../data/value.js';
import { guidOfName } from '../model/guid.js';
import type { Label } from '../model/label.js';

/**
 * Writes the rows of which an imported solution consists and remembers in `solutioncomponent` which objects it owns, so that an
 * upgrade finds what went and an uninstall finds everything.
 */
export class ComponentLog {
  readonly store: Store;
  readonly solutionId: string;
  readonly #writer: RowWriter;
  readonly #touched = new Set<string>();

  /** @param writer the transaction of the import */
  constructor(store: Store, writer: RowWriter, solutionId: string) {
    this.store = store;
    this.#writer = writer;
    this.solutionId = solutionId;
  }

  /** Inserts the row, or updates it where the organisation already has one of that id. */
  put(table: string, id: string, values: RowObject): void {
    const primaryId = this.store.model.table(table).primaryId;
    if (!this.#writer.update(table, id, values)) this.#writer.insert(table, { ...values, [primaryId]: id });
  }

  /** Registers an object as a component of the solution. @param type a number of `componentTypes` */
  own(type: number, objectId: string): void {
    const id = guidOfName(`solutioncomponent:${this.solutionId}:${String(type)}:${objectId}`);
    this.#touched.add(id);
    this.put('solutioncomponent', id, { solutionid: this.solutionId, componenttype: type, objectid: objectId });
  }

  /** Keeps the texts of one column of a row in every language. */
  putLabels(objectId: string, column: string, labels: Label): void {
    for (const [languageId, label] of Object.entries(labels)) {
      const id = guidOfName(`localizedlabel:${objectId}:${column}:${languageId}`);
      this.put('localizedlabel', id, {
        objectid: objectId,
        objectcolumnname: column,
        label,
        languageid: Number(languageId),
      });
    }
  }

  delete(table: string, id: string): void {
    this.#writer.delete(table, id);
  }

  /** Components of the solution's earlier version that this import did not bring again. */
  leftOver(): { readonly id: string; readonly type: number; readonly objectId: string }[] {
    const rows = this.store.rows('solutioncomponent');
    const found = [];
    for (const row of rows.byValue('solutionid').rows(this.solutionId)) {
      const { solutioncomponentid, componenttype, objectid } = rows.toObject(row);
      const id = String(solutioncomponentid);
      if (!this.#touched.has(id)) found.push({ id, type: Number(componenttype), objectId: String(objectid) });
    }
    return found;
  }
}
