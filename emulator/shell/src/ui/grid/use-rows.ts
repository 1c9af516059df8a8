import * as React from 'react';
import { messageOf } from '../../server/platform-error';
import type { TableDefinition } from '../../server/types';
import { fetchRows, type WebRow } from '../../server/web-api';
import { changeFetch, type RelatedTo, type SortOrder } from '../../xml/fetch';

interface RowsRequest {
  readonly table: TableDefinition;
  readonly fetchXml: string;
  readonly pageSize: number;
  readonly sort: SortOrder | null;
  /** Undefined: all rows. Null: none, because the row they belong to is not saved. */
  readonly relatedTo?: RelatedTo | null;
}

export interface Rows {
  readonly rows: readonly WebRow[];
  readonly page: number;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly failure: string | null;
  readonly goTo: (page: number) => void;
  readonly reload: () => void;
}

const none: readonly WebRow[] = [];

/** Rows of a query page by page, forwards with the cookie of the page before. */
export function useRows({ table, fetchXml, pageSize, sort, relatedTo }: RowsRequest): Rows {
  const [state, setState] = React.useState({
    rows: none,
    page: 1,
    hasMore: false,
    loading: true,
    failure: null as string | null,
  });
  // Cookie that leads to page n at index n; page 1 needs none.
  const cookies = React.useRef<(string | null)[]>([]);
  const request = React.useRef(0);
  const relation = JSON.stringify(relatedTo);

  const read = React.useCallback(
    async (page: number): Promise<void> => {
      const mine = ++request.current;
      if (relatedTo === null) {
        setState({ rows: none, page: 1, hasMore: false, loading: false, failure: null });
        return;
      }
      setState((before) => ({ ...before, loading: true, failure: null }));
      try {
        const cookie = cookies.current[page] ?? null;
        const query = changeFetch(fetchXml, { pageSize, page, cookie, sort, relatedTo: relatedTo ?? null });
        const answer = await fetchRows(table.entitySetName, query);
        if (mine !== request.current) return;
        cookies.current[page + 1] = answer.cookie;
        setState({ rows: answer.rows, page, hasMore: answer.more, loading: false, failure: null });
      } catch (error) {
        if (mine === request.current)
          setState((before) => ({ ...before, rows: none, loading: false, failure: messageOf(error) }));
      }
    },
    [table, fetchXml, pageSize, sort, relation],
  );

  React.useEffect(() => {
    cookies.current = [];
    void read(1);
    return () => {
      request.current++;
    };
  }, [read]);

  return { ...state, goTo: (page) => void read(page), reload: () => void read(state.page) };
}
