import type { Theme } from '@fluentui/react-components';
import type { FormModel } from '../form/form-model';
import type { ControlModel } from '../form/control-model';
import type { Session } from '../server/types';
import type { CustomControlBinding } from '../xml/form';
import { apiRoot, webApi } from '../xrm/web-api';
import { entityMetadata, isRightToLeft, navigation } from '../xrm/xrm';
import { lookupObjects, type LookupOptions } from '../ui/dialogs/lookup-objects';
import { readTable } from '../server/definitions';
import type { PrivilegeType } from '../server/types';
import type { DataSetModel } from './data-set';
import { dataTypeOf } from './data-types';
import type { LoadedControl } from './load-control';
import { plainText } from '../server/plain-text';

/** What a hosted control can see. */
export interface ControlHostState {
  readonly control: LoadedControl;
  readonly binding: CustomControlBinding;
  readonly form: FormModel;
  readonly model: ControlModel;
  readonly dataSet: DataSetModel | null;
  readonly session: Session;
  readonly theme: Theme;
  readonly isDark: boolean;
  readonly updatedProperties: readonly string[];
  readonly requestRender: () => void;
}

/**
 * The context of a code component.
 * https://learn.microsoft.com/power-apps/developer/component-framework/reference/context
 */
export function controlContext(state: ControlHostState): Record<string, unknown> {
  const { control, form, model, session, theme, isDark } = state;
  const { languageId } = session.user;
  const locale = document.documentElement.lang;
  return {
    parameters: parametersOf(state),
    mode: {
      isControlDisabled: form.isDisabled(model),
      isVisible: model.visible,
      label: model.label,
      allocatedWidth: -1,
      allocatedHeight: -1,
      contextInfo: { entityId: form.id ?? '', entityTypeName: form.table.logicalName, entityRecordName: form.rowName },
      trackContainerResize: () => undefined,
      setControlState: () => true,
      setFullScreen: () => undefined,
    },
    resources: {
      getString: (key: string) => control.texts.get(key) ?? key,
      getResource: (path: string, success: (content: string) => void, failure: () => void) => {
        fetch(`/_shell/controls/${control.name}/${path}`)
          .then(async (response) => success(await response.text()))
          .catch(failure);
      },
    },
    userSettings: {
      userId: `{${session.user.id}}`,
      userName: session.user.name,
      languageId,
      isRTL: isRightToLeft(languageId),
      securityRoles: session.user.roles.map((role) => role.id),
      getTimeZoneOffsetMinutes: () => -new Date().getTimezoneOffset(),
    },
    formatting: {
      formatInteger: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value),
      formatDecimal: (value: number) => new Intl.NumberFormat(locale).format(value),
      formatTime: (value: Date) => value.toLocaleString(locale),
      formatDateShort: (value: Date) => value.toLocaleDateString(locale),
      formatDateLong: (value: Date) => value.toLocaleDateString(locale, { dateStyle: 'long' }),
    },
    client: { getClient: () => 'Web', getFormFactor: () => 1, isOffline: () => false, disableScroll: false },
    device: gated(control, 'Device', {}),
    webAPI: gated(control, 'WebAPI', webApi),
    utils: gated(control, 'Utility', {
      lookupObjects: (options: LookupOptions) => lookupObjects(options),
      getEntityMetadata: entityMetadata,
      hasEntityPrivilege: (table: string, privilege: number, depth: number) =>
        hasEntityPrivilege(table, privilege, depth),
    }),
    navigation,
    factory: { requestRender: state.requestRender, getPopupService: () => null },
    fluentDesignLanguage: { tokenTheme: theme, isDarkTheme: isDark, brand: {}, theme },
    updatedProperties: state.updatedProperties,
    events: {},
    page: {
      entityId: form.id ?? '',
      entityTypeName: form.table.logicalName,
      getClientUrl: () => location.origin,
      apiRoot,
    },
  };
}

function parametersOf({ control, binding, form, dataSet }: ControlHostState): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const property of control.manifest.properties) {
    const bound = binding.parameters.find((parameter) => parameter.name === property.name);
    parameters[property.name] =
      bound === undefined || bound.isConstant
        ? {
            raw: bound?.value ?? (property.defaultValue || null),
            type: property.ofType,
            error: false,
            errorMessage: '',
          }
        : columnParameter(form, bound.value);
  }
  if (binding.dataSet !== null && dataSet !== null) parameters[binding.dataSet] = dataSet.parameter();
  return parameters;
}

/** @throws Error when the form does not show the column that a property is bound to */
function columnParameter(form: FormModel, column: string): Record<string, unknown> {
  const attribute = form.attributes.get(column);
  if (attribute === undefined) throw new Error(`A code component is bound to ${column}, which is not on the form.`);
  const { value, column: definition } = attribute;
  return {
    raw: value,
    formatted: plainText(value),
    type: dataTypeOf(definition),
    error: false,
    errorMessage: '',
    security: { editable: definition.canUpdate, readable: definition.canRead, secured: definition.isSecured },
    attributes: {
      LogicalName: definition.logicalName,
      DisplayName: definition.displayName,
      Description: definition.description,
      RequiredLevel: attribute.required === 'required' ? 2 : 0,
      MaxLength: definition.maxLength,
      IsSecured: definition.isSecured,
    },
  };
}

/** Functions of a feature that the manifest does not ask for are there and throw, as on the platform. */
function gated<Feature extends object>(control: LoadedControl, name: string, feature: Feature): Feature {
  if (control.manifest.features.has(name)) return feature;
  return new Proxy(feature, {
    get: (_, member) => () => {
      throw new Error(
        `"${String(member)}" of ${name} is required to be specified in the uses-feature section of ${control.name}.`,
      );
    },
  });
}

/** Order of the component framework's PrivilegeType. */
const privilegeTypes: readonly (PrivilegeType | null)[] = [
  null,
  'Create',
  'Read',
  'Write',
  'Delete',
  'Assign',
  'Share',
  'Append',
  'AppendTo',
];

/** `hasEntityPrivilege` answers synchronously from what the page already read; an unread table counts as without privilege. */
function hasEntityPrivilege(table: string, privilege: number, depth: number): boolean {
  const definition = knownTables.get(table);
  const type = privilegeTypes[privilege] ?? null;
  if (definition === undefined) void readTable(table).then((read) => knownTables.set(table, read));
  if (definition === undefined || type === null) return false;
  return definition.privileges[type] >= Math.max(1, [0, 1, 2, 4, 8][depth + 1] ?? 1);
}

const knownTables = new Map<string, Awaited<ReturnType<typeof readTable>>>();
