/** A row that was deleted: what change tracking reports as `$deletedEntity`. */
interface DeletedRow {
  readonly id: string;
  readonly versionNumber: number;
  readonly deletedOn: Date;
}

/**
 * What cannot be read from the rows themselves: which were deleted.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 */
export class ChangeLog {
  readonly #deleted = new Map<string, DeletedRow[]>();

  deleted(table: string, id: string, versionNumber: number, deletedOn: Date): void {
    const log = this.#deleted.get(table) ?? [];
    log.push({ id, versionNumber, deletedOn });
    this.#deleted.set(table, log);
  }

  /** Oldest first. */
  deletedSince(table: string, versionNumber: number): readonly DeletedRow[] {
    return (this.#deleted.get(table) ?? []).filter((row) => row.versionNumber > versionNumber);
  }
}
