import type { Store } from '../data/store.js';
import type { Column } from '../model/column.js';
import type { Table } from '../model/table.js';

/** The signed-in user, as far as the app shell asks; the server's own callers fit. */
interface ShellCaller {
  readonly userId: string;
  /** Depth mask of a privilege, 0 when the user does not hold it. */
  depthOf(privilegeName: string): number;
  canReadColumn(table: Table, column: Column): boolean;
  /** @throws DataverseError when the user may not write the secured column */
  assertColumn(table: Table, column: Column, right: 'cancreate' | 'canupdate'): void;
}

/** What the server hands over with a request. */
export interface ShellContext {
  readonly store: Store;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly caller: ShellCaller;
}

/** The same with the language in which the signed-in user reads labels. */
export interface ShellRequestContext extends ShellContext {
  /** LCID */
  readonly languageId: number;
}
