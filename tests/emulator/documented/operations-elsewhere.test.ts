import { aWorld, type World } from '../server-world';

/**
 * Functions and actions of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/functions and …/actions that
 * the local Dataverse does not have. They are told apart from names that nobody defines.
 */
const functions =
  `CalculateRollupField CheckIncomingEmail CheckPromoteEmail DownloadReportDefinition ExpandCalendar ExportFieldTranslation
  FetchXmlToQueryExpression FindParentResourceGroup GetAllTimeZonesWithDisplayName GetDefaultPriceLevel GetDistinctValuesImportFile
  GetHeaderColumnsImportFile GetQuantityDecimal GetReportHistoryLimit GetValidManyToMany GetValidReferencedEntities
  GetValidReferencingEntities IncrementKnowledgeArticleViewCount IsComponentCustomizable IsDataEncryptionActive IsValidStateTransition
  QueryMultipleSchedules QuerySchedule RetrieveAbsoluteAndSiteCollectionUrl RetrieveActivePath RetrieveAllChildUsersSystemUser
  RetrieveAllEntities RetrieveAppComponents RetrieveApplicationRibbon RetrieveAttributeChangeHistory RetrieveAuditDetails
  RetrieveAuditPartitionList RetrieveAvailableLanguages RetrieveBusinessHierarchyBusinessUnit RetrieveByGroupResource
  RetrieveByResourceResourceGroup RetrieveByResourcesService RetrieveByTopIncidentProductKbArticle RetrieveByTopIncidentSubjectKbArticle
  RetrieveDataEncryptionKey RetrieveDependenciesForDelete RetrieveDependenciesForUninstall RetrieveDependentComponents
  RetrieveDeploymentLicenseType RetrieveDeprovisionedLanguages RetrieveDuplicates RetrieveEntity RetrieveEntityRibbon
  RetrieveExchangeAppointments RetrieveExchangeRate RetrieveFilteredForms RetrieveFormattedImportJobResults
  RetrieveInstalledLanguagePacks RetrieveInstalledLanguagePackVersion RetrieveLicenseInfo RetrieveLocLabels
  RetrieveMailboxTrackingFolders RetrieveMembersBulkOperation RetrieveMissingComponents RetrieveMissingDependencies
  RetrieveOrganizationInfo RetrieveOrganizationResources RetrieveParentGroupsResourceGroup RetrieveParsedDataImportFile
  RetrievePersonalWall RetrievePrincipalSyncAttributeMappings RetrievePrivilegeSet RetrieveProcessInstances RetrieveProductProperties
  RetrieveProvisionedLanguagePackVersion RetrieveRecordChangeHistory RetrieveRecordWall RetrieveRequiredComponents
  RetrieveSubGroupsResourceGroup RetrieveTeamPrivileges RetrieveTimestamp RetrieveUnpublished RetrieveUnpublishedMultiple
  RetrieveUserLicenseInfo RetrieveUserQueues Rollup Search SearchByBodyKbArticle SearchByKeywordsKbArticle SearchByTitleKbArticle
  ValidateApp ValidateRecurrenceRule`.split(/\s+/);

const actions =
  `AddAppComponents AddItemCampaign AddItemCampaignActivity AddPrincipalToQueue AddRecurrence AddSolutionComponent
  AddUserToRecordTeam ApplyRecordCreationAndUpdateRule ApplyRoutingRule AutoMapEntity BackgroundSendEmail Book BulkDelete
  BulkDetectDuplicates CalculateActualValueOpportunity CalculatePrice CanBeReferenced CanBeReferencing CancelContract CancelSalesOrder
  CanManyToMany CloneAsPatch CloneAsSolution CloneContract CloneMobileOfflineProfile CloneProduct CloseIncident CloseQuote
  CompoundUpdateDuplicateDetectionRule ConvertOwnerTeamToAccessTeam ConvertQuoteToSalesOrder ConvertSalesOrderToInvoice CopyCampaign
  CopyCampaignResponse CopySystemForm CreateActivitiesList CreateCustomerRelationships CreateException CreateInstance
  CreateKnowledgeArticleTranslation CreateKnowledgeArticleVersion CreateWorkflowFromTemplate DeleteAndPromote DeleteAuditData
  DeleteOpenInstances DeleteOptionValue DeleteRecordChangeHistory DeliverIncomingEmail DeliverPromoteEmail DeprovisionLanguage
  DistributeCampaignActivity ExecuteWorkflow ExportMappingsImportMap ExportSolution ExportTranslation FulfillSalesOrder
  FullTextSearchKnowledgeArticle GenerateInvoiceFromOpportunity GenerateQuoteFromOpportunity GenerateSalesOrderFromOpportunity
  GenerateSocialProfile GetInvoiceProductsFromOpportunity GetQuoteProductsFromOpportunity GetSalesOrderProductsFromOpportunity
  GetTrackingTokenEmail ImportFieldTranslation ImportMappingsImportMap ImportRecordsImport ImportTranslation InsertOptionValue
  InsertStatusValue InstallSampleData InstantiateFilters InstantiateTemplate LockInvoicePricing LockSalesOrderPricing OrderOption
  ParseImport PickFromQueue ProcessInboundEmail PropagateByExpression ProvisionLanguage PublishDuplicateRule PublishProductHierarchy
  PublishTheme QualifyLead QualifyMemberList QueryExpressionToFetchXml ReactivateEntityKey ReassignObjectsOwner
  ReassignObjectsSystemUser Recalculate ReleaseToQueue RemoveAppComponents RemoveFromQueue RemoveItemCampaign
  RemoveItemCampaignActivity RemoveParent RemoveSolutionComponent RemoveUserFromRecordTeam RenewContract RenewEntitlement Reschedule
  ResetUserFilters RevertProduct ReviseQuote RouteTo SendBulkMail SendEmailFromTemplate SendFax SendTemplate SetAutoNumberSeed
  SetBusinessSystemUser SetDataEncryptionKey SetFeatureStatus SetLocLabels SetParentSystemUser SetProcess SetReportRelated
  TransformImport TriggerServiceEndpointCheck UninstallSampleData UnlockInvoicePricing UnlockSalesOrderPricing UnpublishDuplicateRule
  UpdateFeatureConfig UpdateOptionValue UpdateProductProperties UpdateSolutionComponent UpdateStateValue Validate ValidateSavedQuery
  WinQuote CreatePolymorphicLookupAttribute GetAutoNumberSeed GetNextAutoNumberValue searchquery searchsuggest`.split(
    /\s+/,
  );

let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

/** Names whose answer is not 501 with the name in its sentence. */
async function wrong(
  names: readonly string[],
  method: 'GET' | 'POST',
  pathOf: (name: string) => string,
): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const { status, body } = await world.call(method, pathOf(name), method === 'POST' ? {} : undefined);
    if (status !== 501 || body.error?.message.includes(name) !== true) found.push(`${name}: ${status}`);
  }
  return found;
}

const row = 'contacts(00000000-0000-4000-8000-000000000001)';

describe('a documented operation that is not here is 501 and named, never 404', () => {
  it('functions, with and without parentheses and parameters', async () => {
    expect(await wrong(functions, 'GET', (name) => name)).toEqual([]);
    expect(await wrong(functions.slice(0, 5), 'GET', (name) => `${name}()`)).toEqual([]);
    expect(await wrong(functions.slice(5, 10), 'GET', (name) => `${name}(Id=@p1)?@p1='x'`)).toEqual([]);
  });

  it('actions', async () => {
    expect(await wrong(actions, 'POST', (name) => name)).toEqual([]);
  });

  it('bound to a row and to a collection, with the namespace and without', async () => {
    expect(await wrong(actions.slice(0, 8), 'POST', (name) => `${row}/Microsoft.Dynamics.CRM.${name}`)).toEqual([]);
    expect(await wrong(functions.slice(0, 8), 'GET', (name) => `contacts/Microsoft.Dynamics.CRM.${name}()`)).toEqual(
      [],
    );
    expect(await wrong(['QualifyLead', 'CloseIncident', 'SetProcess'], 'POST', (name) => `${row}/${name}`)).toEqual([]);
  });

  it('a name that nobody defines stays 404 in every form', async () => {
    for (const path of ['QualifyLeads', 'sample_DoNothing', `${row}/Microsoft.Dynamics.CRM.Nothing`]) {
      const answer = await world.call('POST', path, {});
      expect(answer).toMatchObject({ status: 404, body: { error: { code: '0x8006088a' } } });
    }
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
describe('functions in $filter', () => {
  const filtered = (filter: string) => world.call('GET', `contacts?$select=fullname&$filter=${filter}`);

  it.each(["tolower(fullname) eq 'a'", 'length(fullname) eq 3', 'year(createdon) eq 2026'])(
    'one of OData that the platform does not have is 501: %s',
    async (filter) => {
      expect((await filtered(filter)).status).toBe(501);
    },
  );

  it.each(["substringof('a',fullname)", 'nothing(fullname)', "Microsoft.Dynamics.CRM.Nothing(PropertyName='a')"])(
    'one that nobody defines is 400 and named: %s',
    async (filter) => {
      const name = filter.slice(0, filter.indexOf('('));
      expect(await filtered(filter)).toMatchObject({
        status: 400,
        body: {
          error: { message: expect.stringContaining(`An unknown function with name '${name}' was found.`) as string },
        },
      });
    },
  );
});
