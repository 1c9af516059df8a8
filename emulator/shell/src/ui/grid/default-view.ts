import type { TableDefinition, ViewDefinition } from '../../server/types';

/** Numbers of `savedquery.querytype`. */
export const viewTypes = { public: 0, advancedFind: 1, associated: 2, quickFind: 4, lookup: 64 } as const;

/** The view of a type; the default one first. A table that brings none gets a plain list of its names. */
export function viewOf(table: TableDefinition, ...types: readonly number[]): ViewDefinition {
  for (const type of types) {
    const views = table.views.filter((view) => view.type === type);
    const found = views.find((view) => view.isDefault) ?? views[0];
    if (found !== undefined) return found;
  }
  return plainView(table);
}

export function publicViews(table: TableDefinition): readonly ViewDefinition[] {
  const views = table.views.filter((view) => view.type === viewTypes.public);
  return views.length === 0
    ? [plainView(table)]
    : [...views].sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name));
}

export function quickFindXml(table: TableDefinition): string | null {
  return table.views.find((view) => view.type === viewTypes.quickFind)?.fetchXml ?? null;
}

function plainView(table: TableDefinition): ViewDefinition {
  const columns = [
    table.primaryName ?? table.primaryId,
    ...(table.columns.some((column) => column.logicalName === 'createdon') ? ['createdon'] : []),
  ];
  const attributes = [table.primaryId, ...columns].map((name) => `<attribute name="${name}" />`).join('');
  return {
    id: '',
    name: table.displayCollectionName,
    type: viewTypes.public,
    isDefault: true,
    fetchXml: `<fetch version="1.0" mapping="logical"><entity name="${table.logicalName}">${attributes}<order attribute="${columns[0] ?? table.primaryId}" /></entity></fetch>`,
    layoutXml: `<grid name="resultset"><row name="result" id="${table.primaryId}">${columns.map((name) => `<cell name="${name}" width="200" />`).join('')}</row></grid>`,
  };
}
