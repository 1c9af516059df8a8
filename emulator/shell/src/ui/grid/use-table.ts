import * as React from 'react';
import { readTable } from '../../server/definitions';
import { asError } from '../../server/platform-error';
import type { TableDefinition } from '../../server/types';

/** A table's definition once it is read; a failure is thrown while drawing, for the boundary around the caller. */
export function useTable(logicalName: string): TableDefinition | null {
  const [table, setTable] = React.useState<TableDefinition | null>(null);
  const [error, setError] = React.useState<Error | null>(null);
  React.useEffect(() => {
    let current = true;
    setTable(null);
    readTable(logicalName).then(
      (read) => {
        if (current) setTable(read);
      },
      (cause: unknown) => {
        if (current) setError(asError(cause));
      },
    );
    return () => {
      current = false;
    };
  }, [logicalName]);
  if (error !== null) throw error;
  return table?.logicalName === logicalName ? table : null;
}
