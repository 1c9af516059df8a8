import type { Session } from '../server/types';
import { readTable } from '../server/definitions';
import { router } from '../router';
import { dialogs } from '../ui/dialogs/dialog-service';
import { lookupObjects, type LookupOptions } from '../ui/dialogs/lookup-objects';
import { showAlert, showConfirm, showError } from '../ui/dialogs/message-dialogs';
import { collectionOf } from './collection';
import { xrmWebApi } from './web-api';

const rightToLeft = new Set([1025, 1037]);

export const isRightToLeft = (languageId: number): boolean => rightToLeft.has(languageId);

interface OpenFormOptions {
  readonly entityName: string;
  readonly entityId?: string;
}

/** Dialogs and pages that scripts open. https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-navigation */
export const navigation = {
  openAlertDialog: async (strings: { text: string; title?: string; confirmButtonLabel?: string }) => {
    await showAlert(strings.text, strings.title, strings.confirmButtonLabel);
  },
  openConfirmDialog: async (strings: {
    text: string;
    title?: string;
    subtitle?: string;
    confirmButtonLabel?: string;
    cancelButtonLabel?: string;
  }) => ({
    confirmed: await showConfirm({
      message: [strings.subtitle, strings.text].filter(Boolean).join('\n'),
      ...(strings.title === undefined ? {} : { title: strings.title }),
      ...(strings.confirmButtonLabel === undefined ? {} : { confirm: strings.confirmButtonLabel }),
      ...(strings.cancelButtonLabel === undefined ? {} : { cancel: strings.cancelButtonLabel }),
    }),
  }),
  openErrorDialog: async (options: { message?: string; details?: string; errorCode?: number }) => {
    const code = options.errorCode === undefined ? '' : `0x${(options.errorCode >>> 0).toString(16)}`;
    await showError(options.message ?? code, options.details);
  },
  openForm: async (options: OpenFormOptions) => {
    await router.go({
      page: 'entityrecord',
      table: options.entityName,
      id: options.entityId?.replace(/[{}]/g, '').toLowerCase() ?? null,
    });
    return { savedEntityReference: [] };
  },
  openUrl: (url: string) => void window.open(url, '_blank', 'noopener'),
  navigateTo: async (page: { pageType: string; entityName: string; entityId?: string; viewId?: string }) => {
    if (page.pageType === 'entityrecord') return navigation.openForm(page);
    await router.go({ page: 'entitylist', table: page.entityName, viewId: page.viewId?.replace(/[{}]/g, '') ?? null });
    return undefined;
  },
};

/** What the client API says about organisation, user and client. */
function globalContext(session: Session) {
  const { user, organization } = session;
  const clientUrl = location.origin;
  return {
    getClientUrl: () => clientUrl,
    getVersion: () => '9.2.24101.200',
    getCurrentAppUrl: () => `${clientUrl}/main.aspx?appid=${router.location.appId ?? ''}`,
    getCurrentAppProperties: () =>
      Promise.resolve({ appId: router.location.appId, uniqueName: session.apps[0]?.uniqueName }),
    getCurrentAppName: () => Promise.resolve(session.apps.find((app) => app.id === router.location.appId)?.name ?? ''),
    isOnPremises: () => false,
    prependOrgName: (path: string) => path,
    getWebResourceUrl: (name: string) => `${clientUrl}/WebResources/${name}`,
    client: { getClient: () => 'Web', getClientState: () => 'Online', getFormFactor: () => 1, isOffline: () => false },
    organizationSettings: {
      organizationId: organization.id,
      uniqueName: organization.name,
      languageId: 1033,
      isAutoSaveEnabled: false,
    },
    userSettings: {
      userId: `{${user.id.toUpperCase()}}`,
      userName: user.name,
      languageId: user.languageId,
      isRTL: isRightToLeft(user.languageId),
      roles: collectionOf(new Map(user.roles.map((role) => [role.id, { id: role.id, name: role.name }]))),
      securityRoles: user.roles.map((role) => role.id),
      getTimeZoneOffsetMinutes: () => -new Date().getTimezoneOffset(),
    },
  };
}

/** `getEntityMetadata` with the parts that scripts and controls use. */
export async function entityMetadata(logicalName: string, columns: readonly string[] = []) {
  const table = await readTable(logicalName);
  const attributes = table.columns
    .filter((column) => columns.length === 0 || columns.includes(column.logicalName))
    .map(
      (column) =>
        [
          column.logicalName,
          {
            LogicalName: column.logicalName,
            DisplayName: column.displayName,
            AttributeTypeName: column.type,
            EntityLogicalName: logicalName,
            OptionSet: Object.fromEntries(
              (column.options ?? []).map(({ value, label }) => [value, { value, text: label }]),
            ),
          },
        ] as const,
    );
  return {
    LogicalName: logicalName,
    EntitySetName: table.entitySetName,
    PrimaryIdAttribute: table.primaryId,
    PrimaryNameAttribute: table.primaryName,
    DisplayName: table.displayName,
    DisplayCollectionName: table.displayCollectionName,
    ObjectTypeCode: table.objectTypeCode,
    Attributes: collectionOf(new Map(attributes)),
  };
}

/** The global `Xrm`. `Xrm.Page` is left out: it is deprecated, and a script that still uses it should fail here. */
export function makeXrm(session: Session, resourceText: (webResource: string, key: string) => string | null) {
  const context = globalContext(session);
  return {
    WebApi: xrmWebApi,
    Navigation: navigation,
    Utility: {
      getGlobalContext: () => context,
      lookupObjects: (options: LookupOptions) => lookupObjects(options),
      getEntityMetadata: entityMetadata,
      showProgressIndicator: (message: string) => dialogs.showProgress(message),
      closeProgressIndicator: () => dialogs.showProgress(null),
      getResourceString: resourceText,
      refreshParentGrid: () => undefined,
    },
    App: { addGlobalNotification: () => Promise.resolve(''), clearGlobalNotification: () => Promise.resolve() },
  };
}
