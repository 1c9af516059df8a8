import type { Element } from '@xmldom/xmldom';
import { isLookup } from '../../model/column.js';
import type { Model } from '../../model/model.js';
import type { FollowingRows, OneToMany, OwnershipCascade } from '../../model/relationship.js';
import { importCodes, importError } from '../import-error.js';
import { attribute, child, children, textAt } from '../xml.js';

/** A 1:N relationship as the package names it, in logical names. */
interface ImportedOneToMany {
  readonly kind: 'one-to-many';
  readonly name: string;
  readonly referencing: string;
  readonly referenced: string;
  readonly column: string;
  readonly onDelete: OneToMany['onDelete'];
  readonly ownership: OwnershipCascade;
  readonly referencingNavigation: string;
  readonly referencedNavigation: string;
}

interface ImportedManyToMany {
  readonly kind: 'many-to-many';
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly intersect: string;
  readonly firstNavigation: string;
  readonly secondNavigation: string;
}

export type ImportedRelationship = ImportedOneToMany | ImportedManyToMany;

export function readRelationships(customizations: Element): ImportedRelationship[] {
  return children(child(customizations, 'EntityRelationships'), 'EntityRelationship').map(readRelationship);
}

function readRelationship(element: Element): ImportedRelationship {
  const name = attribute(element, 'Name');
  const kind = textAt(element, 'EntityRelationshipType');
  const roles = children(child(element, 'EntityRelationshipRoles'), 'EntityRelationshipRole');
  const navigation = (tag: string, value: string): string =>
    textAt(
      roles.find((role) => textAt(role, tag) === value),
      'NavigationPropertyName',
    ) || name;
  if (kind === 'ManyToMany') {
    return {
      kind: 'many-to-many',
      name,
      first: table(element, 'FirstEntityName', name),
      second: table(element, 'SecondEntityName', name),
      intersect: table(element, 'IntersectEntityName', name),
      firstNavigation: navigation('AssociationRoleOrdinal', '1'),
      secondNavigation: navigation('AssociationRoleOrdinal', '2'),
    };
  }
  if (kind !== 'OneToMany') {
    throw importError(`The import file is invalid. Relationship ${name} has the type '${kind}'.`, importCodes.wrongXml);
  }
  const physicalColumn = textAt(element, 'ReferencingAttributeName');
  const hasRole = roles.some((role) => textAt(role, 'RelationshipRoleType') === '1');
  return {
    kind: 'one-to-many',
    name,
    referencing: table(element, 'ReferencingEntityName', name),
    referenced: table(element, 'ReferencedEntityName', name),
    column: physicalColumn.toLowerCase(),
    onDelete: cascadeOf(name, textAt(element, 'CascadeDelete')),
    ownership: {
      assign: followingRows(element, name, 'CascadeAssign'),
      share: followingRows(element, name, 'CascadeShare'),
      unshare: followingRows(element, name, 'CascadeUnshare'),
      reparent: followingRows(element, name, 'CascadeReparent'),
    },
    // Columns of the platform (createdby) give their navigation their logical name, those of a solution their schema name.
    referencingNavigation: hasRole ? navigation('RelationshipRoleType', '1') : physicalColumn.toLowerCase(),
    referencedNavigation: navigation('RelationshipRoleType', '0'),
  };
}

function table(element: Element, tag: string, relationship: string): string {
  const name = textAt(element, tag).toLowerCase();
  if (name === '') {
    throw importError(
      `The entity relationship role of the referencing entity is required. Relationship ${relationship} has no ${tag}.`,
    );
  }
  return name;
}

function cascadeOf(name: string, text: string): OneToMany['onDelete'] {
  if (text === 'NoCascade' || text === 'Cascade' || text === 'RemoveLink' || text === 'Restrict') return text;
  throw importError(
    `The import file is invalid. Relationship ${name} has the CascadeDelete '${text}'.`,
    importCodes.wrongXml,
  );
}

function followingRows(element: Element, name: string, tag: string): FollowingRows {
  const text = textAt(element, tag);
  if (text === '') return 'NoCascade';
  if (text === 'NoCascade' || text === 'Cascade' || text === 'UserOwned' || text === 'Active') return text;
  throw importError(
    `The import file is invalid. Relationship ${name} has the ${tag} '${text}'.`,
    importCodes.wrongXml,
  );
}

/** Adds a relationship whose tables are all there, and tells a lookup where it may point. */
export function applyRelationship(model: Model, relationship: ImportedRelationship): void {
  if (relationship.kind === 'many-to-many') {
    const { first, second, intersect } = relationship;
    const [id1, id2] = [model.table(first).primaryId, model.table(second).primaryId];
    const same = first === second;
    model.addManyToMany({
      schemaName: relationship.name,
      intersectTable: intersect,
      table1: first,
      table1Column: same ? `${id1}one` : id1,
      table1Navigation: relationship.firstNavigation,
      table2: second,
      table2Column: same ? `${id2}two` : id2,
      table2Navigation: relationship.secondNavigation,
      isCustom: true,
    });
    return;
  }
  // An owner is a user or a team; the table `owner` behind the export's relationship has no rows of its own.
  const targets = relationship.referenced === 'owner' ? ['systemuser', 'team'] : [relationship.referenced];
  for (const referenced of targets) addOneToMany(model, relationship, referenced);
}

function addOneToMany(model: Model, relationship: ImportedOneToMany, referenced: string): void {
  const { name, referencing, column: columnName } = relationship;
  const suffix = relationship.referenced === referenced ? '' : `_${referenced}`;
  model.addOneToMany({
    schemaName: `${name}${suffix}`,
    referencedTable: referenced,
    referencedColumn: model.table(referenced).primaryId,
    referencingTable: referencing,
    referencingColumn: columnName,
    referencingNavigation: relationship.referencingNavigation,
    referencedNavigation: `${relationship.referencedNavigation}${suffix}`,
    onDelete: relationship.onDelete,
    ownership: relationship.ownership,
    isCustom: true,
  });
  const column = model.table(referencing).columns.get(columnName);
  if (column === undefined || !isLookup(column)) return;
  const targets = [...new Set([...(column.targets ?? []), referenced])];
  model.addColumn(referencing, { ...column, targets });
}
