import { wellKnown } from '../../identity/well-known.js';
import { shellLanguages } from '../../shell-server/labels.js';
import { DataverseError } from '../../model/dataverse-error.js';
import { parameterError, type Operation } from '../operation.js';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/whoami */
const whoAmI: Operation = {
  name: 'WhoAmI',
  kind: 'function',
  binding: null,
  parameters: [],
  summary: 'Ids of the caller, their business unit and the organisation.',
  run: ({ caller, organizationId }) => ({
    BusinessUnitId: caller.businessUnitId,
    UserId: caller.userId,
    OrganizationId: organizationId,
  }),
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/count-rows#retrieve-total-record-count */
const retrieveTotalRecordCount: Operation = {
  name: 'RetrieveTotalRecordCount',
  kind: 'function',
  binding: null,
  parameters: ['EntityNames'],
  summary: 'Unfiltered number of rows per table; here it is never stale.',
  run({ store, caller, parameters }) {
    const names = parameters['EntityNames'];
    if (!Array.isArray(names)) throw parameterError('EntityNames', 'Collection(Edm.String)', names);
    const tables = names.map((name) => {
      const table = store.model.findTable(String(name));
      if (table === undefined) {
        throw new DataverseError(
          400,
          '0x80041102',
          `The entity with a name = '${String(name)}' with namemapping = 'Logical' was not found in the MetadataCache.`,
        );
      }
      caller.assertPrivilege('Read', table);
      return table.logicalName;
    });
    const Values = tables.map((table) => store.rows(table).size);
    return { EntityRecordCountCollection: { Count: tables.length, IsReadOnly: false, Keys: tables, Values } };
  },
};

const retrieveVersion: Operation = {
  name: 'RetrieveVersion',
  kind: 'function',
  binding: null,
  parameters: [],
  summary: 'Version of the platform that is imitated.',
  run: () => ({ Version: '9.2.25000.00000' }),
};

const retrieveCurrentOrganization: Operation = {
  name: 'RetrieveCurrentOrganization',
  kind: 'function',
  binding: null,
  parameters: ['AccessType'],
  summary: 'Names and addresses of the organisation.',
  run: ({ unit, organizationId }) => ({
    Detail: {
      OrganizationId: organizationId,
      FriendlyName: 'Local Dataverse',
      OrganizationVersion: '9.2.25000.00000',
      EnvironmentId: organizationId,
      DatacenterId: wellKnown.tenantId,
      Geo: 'EMEA',
      TenantId: wellKnown.tenantId,
      UrlName: wellKnown.organizationName,
      UniqueName: wellKnown.organizationName,
      State: 'Enabled',
      Endpoints: endpoints(new URL('/', unit.serviceRoot).href),
    },
  }),
};

/** The documented addresses; behind the two of the Organization Service there is nothing. */
function endpoints(origin: string): object {
  const Keys = ['WebApplication', 'OrganizationService', 'OrganizationDataService'];
  const service = `${origin}XRMServices/2011/`;
  const Values = [origin, `${service}Organization.svc`, `${service}OrganizationData.svc`];
  return { Count: Keys.length, IsReadOnly: false, Keys, Values };
}

const retrieveProvisionedLanguages: Operation = {
  name: 'RetrieveProvisionedLanguages',
  kind: 'function',
  binding: null,
  parameters: [],
  summary: 'Languages that are switched on.',
  run: () => ({ RetrieveProvisionedLanguages: shellLanguages.map(({ id }) => id) }),
};

/** Customisations take effect at import here, so there is nothing left to publish. */
const publish = (name: string, parameters: readonly string[]): Operation => ({
  name,
  kind: 'action',
  binding: null,
  parameters,
  summary: 'Succeeds: nothing is ever unpublished here.',
  run({ caller }) {
    caller.assertNamedPrivilege('prvPublishCustomization');
    return null;
  },
});

export const generalOperations: readonly Operation[] = [
  whoAmI,
  retrieveTotalRecordCount,
  retrieveVersion,
  retrieveCurrentOrganization,
  retrieveProvisionedLanguages,
  publish('PublishAllXml', []),
  publish('PublishXml', ['ParameterXml']),
];
