import type { FieldSelection, SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { QueryNote } from '@pmds/contracts/run/query-notes';
import type { RunReadLimit } from '../../../domain/access/read-limit.js';
import type { ColumnPlan } from '../../../domain/member/columns.js';
import type { PlannedList } from '../../../domain/run/run.js';
import type { DecidingColumns, SourceCall, SourceChecks } from '../../../ports/recipient-source.js';
import type { DataverseClient } from '../http/client.js';
import { checkListAccess } from './access/list-access.js';
import { notesOfLists } from './access/list-query-notes.js';
import { UserRights } from './access/user-rights.js';
import { planTableColumns } from './column-metadata.js';
import type { PageFetcher } from './page-fetcher.js';

/** Asks metadata and privileges. */
export class DataverseChecks implements SourceChecks {
  readonly #client: DataverseClient;
  readonly #pages: PageFetcher;
  readonly #rights: UserRights;

  constructor(client: DataverseClient, pages: PageFetcher) {
    this.#client = client;
    this.#pages = pages;
    this.#rights = new UserRights(client);
  }

  async planColumns(
    fields: FieldSelection,
    tables: readonly SelectableTable[],
    call: SourceCall,
    deciding: DecidingColumns = {},
  ): Promise<Readonly<Record<SelectableTable, readonly ColumnPlan[]>>> {
    const plans: Record<SelectableTable, readonly ColumnPlan[]> = { contact: [], lead: [] };
    for (const table of tables) {
      plans[table] = await this.#pages.guard({ table }, () =>
        planTableColumns(
          this.#client,
          this.#rights,
          { table, selected: fields[table], deciding: deciding[table] ?? [] },
          call,
        ),
      );
    }
    return plans;
  }

  checkAccess(lists: readonly PlannedList[], call: SourceCall): Promise<readonly RunReadLimit[]> {
    const access = { client: this.#client, rights: this.#rights };
    return this.#pages.guard({ table: 'privileges' }, () => checkListAccess(access, lists, call));
  }

  queryNotes(lists: readonly PlannedList[], call: SourceCall): Promise<readonly QueryNote[]> {
    return this.#pages.guard({ table: 'usersettings' }, () => notesOfLists(this.#client, this.#rights, lists, call));
  }
}
