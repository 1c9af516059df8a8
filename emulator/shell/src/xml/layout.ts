import type { TableDefinition, ViewDefinition } from '../server/types';
import { attribute, child, children, parseXml } from './dom';

export interface ViewColumn {
  /** `column` or `alias.column`, as the cell names it. */
  readonly name: string;
  readonly displayName: string;
  /** Pixels. */
  readonly width: number;
  /** False for columns of linked tables. */
  readonly sortable: boolean;
  readonly type: string;
}

/** The columns of a view, in the order of its layout. */
export function readLayout(view: ViewDefinition, table: TableDefinition): readonly ViewColumn[] {
  const row = child(parseXml(view.layoutXml, `The layout of ${view.name}`), 'row');
  return children(row, 'cell')
    .filter((cell) => attribute(cell, 'ishidden') !== '1')
    .map((cell) => {
      const name = attribute(cell, 'name');
      const column = table.columns.find((candidate) => candidate.logicalName === name);
      return {
        name,
        displayName: column?.displayName ?? name,
        width: Number(attribute(cell, 'width')) || 100,
        sortable: column !== undefined,
        type: column?.type ?? 'string',
      };
    });
}
