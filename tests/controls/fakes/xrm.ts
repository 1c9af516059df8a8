import { type ExecuteRequest, refuseWrongCall } from './custom-api-request.js';
import { answeredRow, answeredRows, isMissing, refuseStrangers, type Row } from './odata.js';

export type { ExecuteRequest } from './custom-api-request.js';

export const syncId = '11111111-1111-4111-8111-111111111111';
export const runId = '44444444-4444-4444-8444-444444444444';

export interface XrmSettings {
  readonly languageId?: number;
  /** The whole row that a table holds; `Xrm.WebApi.retrieveRecord` shows what was selected of it. */
  readonly row: (table: string) => Row | Promise<Row>;
  /** Ids of the rows that are there, by table; any other does not exist. */
  readonly ids?: Readonly<Record<string, readonly string[]>>;
  /** Answers `Xrm.WebApi.online.execute`. */
  readonly execute?: (request: ExecuteRequest) => Promise<{ ok: boolean; text?: () => Promise<string> }>;
  /** All rows of a table; `Xrm.WebApi.retrieveMultipleRecords` gives those that its query asks for. */
  readonly rows?: (table: string) => readonly Row[] | Promise<readonly Row[]>;
  readonly confirm?: () => Promise<{ confirmed: boolean }>;
  /** Refuses `Xrm.WebApi.deleteRecord` of a row. */
  readonly refuseDelete?: (id: string) => Error | undefined;
}

export interface FakeXrm {
  readonly executed: readonly ExecuteRequest[];
  /** Queries of single rows. */
  readonly queries: readonly string[];
  /** Queries of several rows, each behind its table. */
  readonly lookups: readonly { readonly table: string; readonly query: string }[];
  readonly dialogs: readonly { readonly title?: string; readonly text: string; readonly confirmButtonLabel?: string }[];
  /** Texts of alert dialogs. */
  readonly alerts: readonly string[];
  /** Messages of error dialogs. */
  readonly errors: readonly string[];
  /** Ids of rows that were deleted, and lists that were gone to. */
  readonly deleted: readonly string[];
  readonly visited: readonly string[];
  /** Progress indicators that are open. */
  readonly indicators: () => number;
  readonly restore: () => void;
}

/** Puts a global `Xrm` in place: the members our scripts use, refusing what the platform refuses. */
export function fakeXrm(settings: XrmSettings): FakeXrm {
  const executed: ExecuteRequest[] = [];
  const queries: string[] = [];
  const lookups: { table: string; query: string }[] = [];
  const dialogs: { title?: string; text: string }[] = [];
  const alerts: string[] = [];
  const errors: string[] = [];
  const deleted: string[] = [];
  const visited: string[] = [];
  const ids = { pmds_datasync: [syncId], pmds_syncrun: [runId], ...settings.ids } as Readonly<
    Record<string, readonly string[]>
  >;
  let open = 0;
  const refuseCovered = () => {
    if (open > 0) throw new Error('A progress indicator covers the dialog: nobody can answer it.');
  };
  const fake = {
    Utility: {
      getGlobalContext: () => ({
        userSettings: { languageId: settings.languageId ?? 1033 },
        getClientUrl: () => 'http://localhost',
      }),
      showProgressIndicator: () => (open = 1),
      closeProgressIndicator: () => (open = 0),
    },
    Navigation: {
      openConfirmDialog: async (strings: { text: string }) => {
        refuseCovered();
        dialogs.push(strings);
        return (await settings.confirm?.()) ?? { confirmed: false };
      },
      openAlertDialog: async ({ text }: { text: string }) => {
        refuseCovered();
        alerts.push(text);
      },
      openErrorDialog: async ({ message = '' }: { message?: string }) => {
        if (message === '') throw new TypeError('An error dialog needs a message.');
        errors.push(message);
      },
      navigateTo: async ({ pageType, entityName }: { pageType: string; entityName: string }) => {
        if (pageType !== 'entitylist') throw new TypeError(`There is no page ${pageType}.`);
        refuseStrangers(entityName);
        visited.push(entityName);
      },
    },
    WebApi: {
      retrieveRecord: async (table: string, id: string, query: string) => {
        queries.push(query);
        refuseStrangers(table, id);
        if (ids[table]?.includes(id.toLowerCase()) !== true) throw isMissing(table, id);
        return answeredRow(table, await settings.row(table), query);
      },
      retrieveMultipleRecords: async (table: string, query: string) => {
        lookups.push({ table, query });
        refuseStrangers(table);
        return { entities: answeredRows(table, (await settings.rows?.(table)) ?? [], query) };
      },
      deleteRecord: async (table: string, id: string) => {
        refuseStrangers(table, id);
        if (ids[table]?.includes(id.toLowerCase()) !== true) throw isMissing(table, id);
        const refused = settings.refuseDelete?.(id);
        if (refused !== undefined) throw refused;
        deleted.push(id);
      },
      online: {
        execute: async (request: ExecuteRequest) => {
          executed.push(request);
          refuseWrongCall(request);
          return settings.execute?.(request) ?? { ok: true };
        },
      },
    },
  };
  Object.assign(globalThis, { Xrm: fake });
  return {
    executed,
    queries,
    lookups,
    dialogs,
    alerts,
    errors,
    deleted,
    visited,
    indicators: () => open,
    restore: () => {
      Reflect.deleteProperty(globalThis, 'Xrm');
    },
  };
}
