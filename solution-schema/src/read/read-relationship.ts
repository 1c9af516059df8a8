import { allNamed, attribute, child, childrenOf, textOf, type XmlElement } from './xml.js';

interface OneToMany {
  readonly kind: 'one-to-many';
  readonly file: string;
  readonly name: string;
  /** Schema names, as the file writes them. */
  readonly referencing: string;
  readonly referenced: string;
  readonly referencingColumn: string;
  /** Name that `@odata.bind` uses; that of the lookup column where the file gives none. */
  readonly lookupProperty: string;
}

interface ManyToMany {
  readonly kind: 'many-to-many';
  readonly file: string;
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly intersect: string;
  readonly navigationProperty: string;
}

export type Relationship = OneToMany | ManyToMany;

function roles(xml: XmlElement): readonly XmlElement[] {
  return childrenOf(child(xml, 'EntityRelationshipRoles'), 'EntityRelationshipRole');
}

function readRelationship(xml: XmlElement, file: string): Relationship {
  const name = attribute(xml, 'Name');
  const type = textOf(xml, 'EntityRelationshipType');
  if (type === 'ManyToMany') {
    return {
      kind: 'many-to-many',
      file,
      name,
      first: textOf(xml, 'FirstEntityName'),
      second: textOf(xml, 'SecondEntityName'),
      intersect: textOf(xml, 'IntersectEntityName'),
      navigationProperty: textOf(roles(xml)[0], 'NavigationPropertyName'),
    };
  }
  if (type !== 'OneToMany') throw new Error(`${file}: relationship ${name} has the type "${type}".`);
  const referencingColumn = textOf(xml, 'ReferencingAttributeName');
  // Role type 1 is the side of the lookup, 0 that of the collection.
  const lookupRole = roles(xml).find((role) => textOf(role, 'RelationshipRoleType') === '1');
  return {
    kind: 'one-to-many',
    file,
    name,
    referencing: textOf(xml, 'ReferencingEntityName'),
    referenced: textOf(xml, 'ReferencedEntityName'),
    referencingColumn,
    lookupProperty: textOf(lookupRole, 'NavigationPropertyName') || referencingColumn,
  };
}

/** All relationships of one file below `Other/Relationships/`. */
export function readRelationships(xml: XmlElement, file: string): readonly Relationship[] {
  return allNamed(xml, 'EntityRelationship').map((relationship) => readRelationship(relationship, file));
}
