import type { RowId } from '@pmds/contracts/ids';

/** What a web form's record tells its owner to paste into the page. */
export interface WebFormSnippets {
  /** The snippets of these forms, as they stand; a form that is not there any more is left out. */
  read(ids: readonly RowId[], signal: AbortSignal): Promise<ReadonlyMap<RowId, string>>;
  write(id: RowId, snippet: string, signal: AbortSignal): Promise<void>;
}
