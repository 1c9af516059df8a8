import { guidOfName } from '../../model/guid.js';
import type { ComponentLog } from '../component-log.js';
import { child, outerXml } from '../xml.js';
import type { ImportedTable } from './tables.js';

/** What the row of a table's command bar is called; one row holds the table's whole difference, because an import replaces it whole. */
function ribbonRowId(table: string): string {
  return guidOfName(`ribbondiff:${table}`);
}

/** Keeps a table's RibbonDiffXml. An empty element in the package clears what was there, as on the platform. */
export function applyRibbon(log: ComponentLog, table: ImportedTable): void {
  const ribbon = child(table.element, 'RibbonDiffXml');
  if (ribbon === undefined) return;
  log.put('ribbondiff', ribbonRowId(table.logicalName), { entity: table.logicalName, rdx: outerXml(ribbon) });
}
