import type { Maybe } from '../../shared/maybe';

type Lists = Maybe<ComponentFramework.PropertyTypes.DataSet>;

/** Loads page after page once somebody wants all rows, also after a refresh, which begins with the first page again. */
export class RestOfPages {
  private wanted = false;
  /** Rows that were there when the next page was asked for: a host updates the control several times meanwhile. */
  private askedAt = -1;

  want(lists: Lists): void {
    this.wanted = true;
    this.load(lists);
  }

  /** Asks for the next page, where one is wanted and none is on its way. */
  load(lists: Lists): void {
    const paging: Maybe<ComponentFramework.PropertyHelper.DataSetApi.Paging> = lists.paging ?? {};
    const shown = lists.sortedRecordIds?.length ?? 0;
    if (lists.loading === true || paging.hasNextPage !== true) {
      this.askedAt = -1;
      return;
    }
    if (!this.wanted || lists.error === true || this.askedAt === shown) return;
    this.askedAt = shown;
    paging.loadNextPage?.();
  }
}
