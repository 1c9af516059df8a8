import { managedProperty } from './labels.js';
import type { Table } from '../model/table.js';
import type { Json } from './node.js';

/** What may be changed about a table: members of the type BooleanManagedProperty, true for ordinary tables. */
const managedMembers = [
  'CanBeInCustomEntityAssociation',
  'CanBePrimaryEntityInRelationship',
  'CanBeRelatedEntityInRelationship',
  'CanChangeHierarchicalRelationship',
  'CanChangeTrackingBeEnabled',
  'CanCreateAttributes',
  'CanCreateCharts',
  'CanCreateForms',
  'CanCreateViews',
  'CanEnableSyncToExternalSearchIndex',
  'CanModifyAdditionalSettings',
  'IsConnectionsEnabled',
  'IsDuplicateDetectionEnabled',
  'IsMappable',
  'IsVisibleInMobile',
  'IsVisibleInMobileClient',
] as const;

/** Switches of features that the local Dataverse does not have, so they are off. */
const switchedOff = [
  'EnforceStateTransitions',
  'EntityHelpUrlEnabled',
  'IsAvailableOffline',
  'IsBPFEntity',
  'IsBusinessProcessEnabled',
  'IsDocumentManagementEnabled',
  'IsDocumentRecommendationsEnabled',
  'IsEnabledForExternalChannels',
  'IsEnabledForTrace',
  'IsInteractionCentricEnabled',
  'IsKnowledgeManagementEnabled',
  'IsMSTeamsIntegrationEnabled',
  'IsOneNoteIntegrationEnabled',
  'IsQuickCreateEnabled',
  'IsSLAEnabled',
  'IsSolutionAware',
  'IsStateModelAware',
  'SyncToExternalSearchIndex',
  'UsesBusinessDataLabelTable',
] as const;

/** Members of EntityMetadata that say what can be done with a table. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/entitymetadata */
export function entityAbilities(table: Table): Record<string, Json> {
  const ordinary = !table.isIntersect;
  return {
    ...Object.fromEntries(managedMembers.map((name) => [name, managedProperty(ordinary, name.toLowerCase())])),
    ...Object.fromEntries(switchedOff.map((name) => [name, false])),
    CanTriggerWorkflow: ordinary,
    IsAuditEnabled: managedProperty(false, 'canmodifyauditsettings'),
    IsEnabledForCharts: ordinary,
    IsImportable: ordinary,
    IsOptimisticConcurrencyEnabled: true,
    IsReadingPaneEnabled: true,
    IsValidForQueue: managedProperty(false, 'canmodifyqueuesettings'),
    EntityHelpUrl: null,
    DataProviderId: null,
    DataSourceId: null,
    RecurrenceBaseEntityLogicalName: null,
    ReportViewName: `Filtered${table.schemaName}`,
  };
}
