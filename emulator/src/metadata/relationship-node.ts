import type { ManyToMany, OneToMany, Relationship } from '../model/relationship.js';
import { managedProperty } from './labels.js';
import type { Json, MetadataNode } from './node.js';

/** A relationship as OneToManyRelationshipMetadata or ManyToManyRelationshipMetadata. */
export function relationshipNode(relationship: Relationship): MetadataNode {
  return relationship.kind === 'one-to-many' ? oneToMany(relationship) : manyToMany(relationship);
}

function common(relationship: Relationship, type: string): Record<string, Json> {
  return {
    MetadataId: relationship.metadataId,
    HasChanged: null,
    SchemaName: relationship.schemaName,
    RelationshipType: type,
    IsCustomRelationship: relationship.isCustom,
    IsManaged: !relationship.isCustom,
    IsValidForAdvancedFind: true,
    IsCustomizable: managedProperty(true, 'iscustomizable'),
    SecurityTypes: 'None',
    IntroducedVersion: '5.0.0.0',
  };
}

function oneToMany(relationship: OneToMany): MetadataNode {
  return {
    type: 'OneToManyRelationshipMetadata',
    base: common(relationship, 'OneToManyRelationship'),
    derived: {
      ReferencedAttribute: relationship.referencedColumn,
      ReferencedEntity: relationship.referencedTable,
      ReferencingAttribute: relationship.referencingColumn,
      ReferencingEntity: relationship.referencingTable,
      ReferencedEntityNavigationPropertyName: relationship.referencedNavigation,
      ReferencingEntityNavigationPropertyName: relationship.referencingNavigation,
      IsHierarchical: false,
      RelationshipBehavior: 0,
      CascadeConfiguration: {
        Assign: relationship.ownership?.assign ?? 'NoCascade',
        Delete: relationship.onDelete,
        Archive: 'RemoveLink',
        Merge: 'NoCascade',
        Reparent: relationship.ownership?.reparent ?? 'NoCascade',
        Share: relationship.ownership?.share ?? 'NoCascade',
        Unshare: relationship.ownership?.unshare ?? 'NoCascade',
        RollupView: 'NoCascade',
      },
    },
    navigations: {},
    keys: ['SchemaName'],
    isDerived: true,
  };
}

function manyToMany(relationship: ManyToMany): MetadataNode {
  return {
    type: 'ManyToManyRelationshipMetadata',
    base: common(relationship, 'ManyToManyRelationship'),
    derived: {
      Entity1LogicalName: relationship.table1,
      Entity1IntersectAttribute: relationship.table1Column,
      Entity1NavigationPropertyName: relationship.table1Navigation,
      Entity2LogicalName: relationship.table2,
      Entity2IntersectAttribute: relationship.table2Column,
      Entity2NavigationPropertyName: relationship.table2Navigation,
      IntersectEntityName: relationship.intersectTable,
    },
    navigations: {},
    keys: ['SchemaName'],
    isDerived: true,
  };
}
