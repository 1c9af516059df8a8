import type { Model } from '../model/model.js';
import type { Relationship } from '../model/relationship.js';
import type { AlternateKey, Table } from '../model/table.js';
import { guidOfName } from '../model/guid.js';
import { attributeNode } from './attribute-node.js';
import { entityAbilities } from './entity-abilities.js';
import { labelJson, managedProperty } from './labels.js';
import type { MetadataNode } from './node.js';
import { relationshipNode } from './relationship-node.js';

/** A table as EntityMetadata. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/entitymetadata */
export function entityNode(model: Model, table: Table, languageId: number): MetadataNode {
  const relationships = (matches: (relationship: Relationship) => boolean) => (): MetadataNode[] =>
    [...model.relationships].filter(matches).map((relationship) => declared(relationshipNode(relationship)));
  const { logicalName } = table;
  return {
    type: 'EntityMetadata',
    base: {
      MetadataId: table.metadataId,
      HasChanged: null,
      ActivityTypeMask: table.isActivity ? 1 : 0,
      AutoCreateAccessTeams: false,
      CanBeInManyToMany: managedProperty(!table.isIntersect, 'canbeinmanytomany'),
      ChangeTrackingEnabled: table.changeTracking,
      CollectionSchemaName: table.collectionSchemaName,
      DaysSinceRecordLastModified: 0,
      Description: labelJson(table.description, languageId),
      DisplayCollectionName: labelJson(table.displayCollectionName, languageId),
      DisplayName: labelJson(table.displayName, languageId),
      EntityColor: null,
      EntitySetName: table.entitySetName,
      ExternalName: null,
      HasActivities: false,
      HasNotes: false,
      IntroducedVersion: '5.0.0.0',
      IsActivity: table.isActivity,
      IsActivityParty: ['account', 'contact', 'lead', 'queue', 'systemuser', 'team'].includes(logicalName),
      IsAIRUpdated: false,
      IsChildEntity: false,
      IsCustomEntity: table.isCustom,
      IsCustomizable: managedProperty(true, 'iscustomizable'),
      IsIntersect: table.isIntersect,
      IsLogicalEntity: false,
      IsManaged: table.isManaged,
      IsPrivate: false,
      IsRenameable: managedProperty(true, 'isrenameable'),
      IsValidForAdvancedFind: !table.isIntersect,
      LogicalCollectionName: table.entitySetName,
      LogicalName: logicalName,
      ObjectTypeCode: table.objectTypeCode,
      OwnershipType: table.ownership,
      PrimaryIdAttribute: table.primaryId,
      PrimaryImageAttribute: table.columns.has('entityimage') ? 'entityimage' : null,
      PrimaryNameAttribute: table.primaryName,
      SchemaName: table.schemaName,
      TableType: 'Standard',
      ...entityAbilities(table),
    },
    derived: {},
    navigations: {
      Attributes: () => [...table.columns.values()].map((column) => attributeNode(model, table, column, languageId)),
      Keys: () => table.keys.map((key) => keyNode(table, key, languageId)),
      OneToManyRelationships: relationships((r) => r.kind === 'one-to-many' && r.referencedTable === logicalName),
      ManyToOneRelationships: relationships((r) => r.kind === 'one-to-many' && r.referencingTable === logicalName),
      ManyToManyRelationships: relationships(
        (r) => r.kind === 'many-to-many' && (r.table1 === logicalName || r.table2 === logicalName),
      ),
    },
    keys: ['LogicalName'],
    isDerived: false,
  };
}

/** These collections are declared with the derived type: all its members can be selected, and JSON does not repeat it. */
function declared(node: MetadataNode): MetadataNode {
  return { ...node, base: { ...node.base, ...node.derived }, derived: {}, isDerived: false };
}

function keyNode(table: Table, key: AlternateKey, languageId: number): MetadataNode {
  return {
    type: 'EntityKeyMetadata',
    base: {
      MetadataId: guidOfName(`key:${table.logicalName}.${key.logicalName}`),
      HasChanged: null,
      AsyncJob: null,
      DisplayName: labelJson({}, languageId),
      EntityKeyIndexStatus: 'Active',
      EntityLogicalName: table.logicalName,
      KeyAttributes: [...key.columns],
      LogicalName: key.logicalName,
      SchemaName: key.schemaName,
    },
    derived: {},
    navigations: {},
    keys: ['LogicalName'],
    isDerived: false,
  };
}
