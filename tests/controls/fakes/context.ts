import { resxTexts } from './resx.js';

export interface HostSettings {
  readonly control: 'FieldsToSync' | 'MarketingLists';
  readonly languageId?: number;
  readonly rtl?: boolean;
  readonly recordId?: string | null;
  readonly disabled?: boolean;
  readonly lookup?: () => Promise<ComponentFramework.LookupValue[]>;
  readonly confirm?: (strings?: { readonly text: string }) => Promise<{ confirmed: boolean }>;
  /** A part of the context that this host does not have. */
  readonly without?: 'navigation' | 'utils' | 'webAPI';
  readonly retrieveRecord?: (table: string, id: string, options: string) => Promise<Readonly<Record<string, unknown>>>;
}

const unasked = (what: string) => () => Promise.reject(new Error(`The test gives no ${what}.`));

/** The parts of the context that our controls read, on top of given parameters. Reading any other is undefined. */
export function contextOf<Inputs>(parameters: Inputs, settings: HostSettings): ComponentFramework.Context<Inputs> {
  const texts = resxTexts(settings.control, settings.languageId ?? 1033);
  const { recordId = '11111111-1111-4111-8111-111111111111' } = settings;
  const parts = {
    parameters,
    mode: {
      isControlDisabled: settings.disabled ?? false,
      contextInfo: { entityId: recordId ?? '', entityTypeName: 'pmds_datasync' },
    },
    userSettings: { isRTL: settings.rtl ?? false, languageId: settings.languageId ?? 1033 },
    resources: { getString: (key: string) => texts.get(key) ?? `[${key}]` },
    utils: { lookupObjects: settings.lookup ?? unasked('lookup') },
    navigation: { openConfirmDialog: settings.confirm ?? unasked('confirm dialog') },
    webAPI: { retrieveRecord: settings.retrieveRecord ?? unasked('record') },
  };
  if (settings.without !== undefined) Reflect.deleteProperty(parts, settings.without);
  return parts as unknown as ComponentFramework.Context<Inputs>;
}
