import { answeredRow, isMissing, refuseStrangers, type Row } from './odata.js';
import { resxTexts } from './resx.js';

export interface HostSettings {
  readonly control: 'FieldsToSync' | 'WebFormFields' | 'MarketingLists';
  readonly languageId?: number;
  readonly rtl?: boolean;
  readonly recordId?: string | null;
  readonly disabled?: boolean;
  readonly lookup?: () => Promise<ComponentFramework.LookupValue[]>;
  readonly confirm?: (strings?: { readonly text: string }) => Promise<{ confirmed: boolean }>;
  /** A part of the context that this host does not have. */
  readonly without?: 'navigation' | 'utils' | 'webAPI';
  /** Rows of `pmds_datasync` by id; any other does not exist. A row that is a function may be refused. */
  readonly rows?: Readonly<Record<string, Row | (() => Promise<Row>)>>;
}

const unasked = (what: string) => () => Promise.reject(new Error(`The test gives no ${what}.`));

/** `webAPI.retrieveRecord`, which refuses another table, an id that is none, and a column that is not there. */
const reading =
  (rows: NonNullable<HostSettings['rows']>) =>
  async (table: string, id: string, options: string): Promise<Row> => {
    refuseStrangers(table, id);
    const row = table === 'pmds_datasync' ? rows[id.toLowerCase()] : undefined;
    if (row === undefined) throw isMissing(table, id);
    return answeredRow(table, typeof row === 'function' ? await row() : row, options);
  };

/** `utils.lookupObjects`, which refuses what it cannot offer, and lets one row be picked where one is wanted. */
const offering =
  (lookup: NonNullable<HostSettings['lookup']>) =>
  async (options: ComponentFramework.UtilityApi.LookupOptions): Promise<ComponentFramework.LookupValue[]> => {
    const { entityTypes, defaultEntityType, allowMultiSelect } = options;
    const { filters = [] } = options as {
      readonly filters?: readonly { entityLogicalName: string; filterXml: string }[];
    };
    if (entityTypes.length === 0) throw new TypeError('A lookup needs a table.');
    for (const table of [...entityTypes, defaultEntityType ?? '', ...filters.map((each) => each.entityLogicalName)]) {
      refuseStrangers(table);
      if (!entityTypes.includes(table)) throw new TypeError(`The lookup does not offer ${table}.`);
    }
    const excluded = filters.flatMap(({ filterXml }) => /operator="ne" value="([^"]+)"/.exec(filterXml)?.[1] ?? []);
    // The framework's types leave out that some hosts give `null`.
    const picked = (await lookup()) as ComponentFramework.LookupValue[] | null;
    const offered = picked?.filter(
      ({ id, entityType }) => entityTypes.includes(entityType) && !excluded.some((one) => id.includes(one)),
    );
    return (allowMultiSelect === true ? offered : offered?.slice(0, 1)) ?? (picked as never);
  };

/** `navigation.openConfirmDialog`, which needs a text. */
const asking =
  (confirm: NonNullable<HostSettings['confirm']>) =>
  async (strings: { readonly text: string }): Promise<{ confirmed: boolean }> => {
    if (typeof strings.text !== 'string' || strings.text === '') throw new TypeError('A question needs a text.');
    return confirm(strings);
  };

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
    utils: { lookupObjects: settings.lookup === undefined ? unasked('lookup') : offering(settings.lookup) },
    navigation: {
      openConfirmDialog: settings.confirm === undefined ? unasked('confirm dialog') : asking(settings.confirm),
    },
    webAPI: { retrieveRecord: reading(settings.rows ?? {}) },
  };
  if (settings.without !== undefined) Reflect.deleteProperty(parts, settings.without);
  return parts as unknown as ComponentFramework.Context<Inputs>;
}
