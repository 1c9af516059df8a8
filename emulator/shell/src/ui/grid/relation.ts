import type { FormModel } from '../../form/form-model';
import type { RelationshipDefinition, TableDefinition } from '../../server/types';
import type { RelatedTo } from '../../xml/fetch';
import type { SubgridParameters } from '../../xml/form';

/** @throws Error naming the relationship that a subgrid names and the table does not have */
export function relationshipOf(form: FormModel, subgrid: SubgridParameters): RelationshipDefinition | null {
  if (subgrid.relationship === '') return null;
  const wanted = subgrid.relationship.toLowerCase();
  const found = form.table.relationships.find((at) => at.schemaName.toLowerCase() === wanted);
  if (found === undefined) throw new Error(`${form.table.logicalName} has no relationship ${subgrid.relationship}.`);
  return found;
}

/** How the rows of a subgrid belong to the form's row; null while that is not saved. */
export function relationTo(
  form: FormModel,
  target: TableDefinition,
  relationship: RelationshipDefinition,
): RelatedTo | null {
  const { id } = form;
  if (id === null) return null;
  if (relationship.kind === 'one-to-many') return { kind: 'lookup', column: relationship.referencingColumn, id };
  const isFirst = relationship.table1 === form.table.logicalName;
  return {
    kind: 'intersect',
    intersectTable: relationship.intersectTable,
    nearColumn: isFirst ? relationship.table1Column : relationship.table2Column,
    farColumn: isFirst ? relationship.table2Column : relationship.table1Column,
    farPrimaryId: target.primaryId,
    id,
  };
}

/** Name of the collection on the form's row by which an N:N relationship is changed. */
export function navigationFrom(form: FormModel, relationship: RelationshipDefinition): string {
  if (relationship.kind === 'one-to-many') return relationship.referencedNavigation;
  return relationship.table1 === form.table.logicalName ? relationship.table1Navigation : relationship.table2Navigation;
}
