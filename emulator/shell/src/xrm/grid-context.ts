import type { TableDefinition } from '../server/types';
import { collectionOf } from './collection';

/** A list of rows as its page knows it. */
interface ListedRows {
  readonly table: TableDefinition;
  readonly selectedIds: readonly string[];
  readonly reload: () => void;
  /** Works the rules of the commands out again. */
  readonly refreshRibbon: () => void;
}

/**
 * A grid as its commands get it.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/grids/gridcontrol
 */
export function gridContextOf({ table, selectedIds, reload, refreshRibbon }: ListedRows) {
  const rows = selectedIds.map((id) => {
    const reference = { entityType: table.logicalName, id: `{${id.toUpperCase()}}` };
    const entity = {
      getId: () => reference.id,
      getEntityName: () => table.logicalName,
      getEntityReference: () => reference,
    };
    return [id, { getData: () => ({ getEntity: () => entity }), data: { entity } }] as const;
  });
  return {
    getGrid: () => ({ getSelectedRows: () => collectionOf(new Map(rows)) }),
    getEntityName: () => table.logicalName,
    refresh: reload,
    refreshRibbon,
  };
}
