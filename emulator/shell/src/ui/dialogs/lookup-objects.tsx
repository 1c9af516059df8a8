import * as React from 'react';
import type { LookupValue } from '../../form/values';
import { readTable } from '../../server/definitions';
import type { TableDefinition } from '../../server/types';
import { dialogs } from './dialog-service';
import { LookupDialog } from './LookupDialog';

/** Narrows what is offered of one table. */
export interface LookupFilter {
  readonly filterXml: string;
  readonly entityLogicalName: string;
}

/** What `Xrm.Utility.lookupObjects` and `context.utils.lookupObjects` take. */
export interface LookupOptions {
  readonly entityTypes?: readonly string[];
  readonly defaultEntityType?: string;
  readonly allowMultiSelect?: boolean;
  readonly defaultViewId?: string;
  readonly viewIds?: readonly string[];
  readonly searchText?: string;
  readonly filters?: readonly LookupFilter[];
}

/** Lets the user pick rows. Ids come in braces and upper case, as in an app; an empty list when the dialog is cancelled. */
export async function lookupObjects(options: LookupOptions): Promise<readonly LookupValue[]> {
  const names = options.entityTypes ?? (options.defaultEntityType === undefined ? [] : [options.defaultEntityType]);
  const tables: TableDefinition[] = await Promise.all(names.map(readTable));
  if (tables.length === 0) throw new Error('lookupObjects needs entityTypes.');
  const picked = await dialogs.show<readonly LookupValue[]>((close) => (
    <LookupDialog
      tables={tables}
      initialTable={options.defaultEntityType ?? tables[0]?.logicalName ?? ''}
      multiple={options.allowMultiSelect === true}
      viewId={(options.defaultViewId ?? options.viewIds?.[0] ?? '').replace(/[{}]/g, '').toLowerCase()}
      searchText={options.searchText ?? ''}
      filters={options.filters ?? []}
      onClose={close}
    />
  ));
  return picked.map((value) => ({ ...value, id: `{${value.id.toUpperCase()}}` }));
}
