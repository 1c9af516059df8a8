import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import * as React from 'react';
import { type Column, readCatalogue } from './catalogue';

type Catalogue =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly columns: readonly Column[] }
  | { readonly state: 'failed'; readonly message: string };

/** Reads the columns of a table when the pane opens and again whenever `reload` is called. */
export function useCatalogue(table: SelectableTable): readonly [Catalogue, reload: () => void] {
  const [catalogue, setCatalogue] = React.useState<Catalogue>({ state: 'loading' });
  const [attempt, setAttempt] = React.useState(0);
  React.useEffect(() => {
    const leaving = new AbortController();
    setCatalogue({ state: 'loading' });
    readCatalogue(table, leaving.signal).then(
      (columns) => leaving.signal.aborted || setCatalogue({ state: 'ready', columns }),
      (failure: unknown) => leaving.signal.aborted || setCatalogue({ state: 'failed', message: messageOf(failure) }),
    );
    return () => leaving.abort();
  }, [table, attempt]);
  const reload = React.useCallback(() => setAttempt((count) => count + 1), []);
  return [catalogue, reload];
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
