type Row = Readonly<Record<string, unknown>>;

export interface XrmSettings {
  readonly languageId?: number;
  /** Answers `Xrm.WebApi.retrieveRecord`. */
  readonly row: (table: string) => Row | Promise<Row>;
  /** Answers `Xrm.WebApi.online.execute`. */
  readonly execute?: (request: ExecuteRequest) => Promise<{ ok: boolean; text?: () => Promise<string> }>;
  /** Answers `Xrm.WebApi.retrieveMultipleRecords`. */
  readonly rows?: (query: string) => readonly Row[] | Promise<readonly Row[]>;
  readonly confirm?: () => Promise<{ confirmed: boolean }>;
}

/** A request of a bound Custom API as `execute` gets it. */
export interface ExecuteRequest {
  readonly entity: { readonly entityType: string; readonly id: string };
  readonly RunId: string;
  readonly TraceIds?: readonly string[];
  getMetadata(): { readonly operationName: string; readonly boundParameter: string; readonly operationType: number };
}

export interface FakeXrm {
  readonly executed: readonly ExecuteRequest[];
  readonly queries: readonly string[];
  readonly dialogs: readonly { readonly title?: string; readonly text: string }[];
  /** Texts of alert dialogs. */
  readonly alerts: readonly string[];
  /** Progress indicators that are open. */
  readonly indicators: () => number;
  readonly restore: () => void;
}

/** Puts a global `Xrm` in place: the members our scripts use, typed by their users. */
export function fakeXrm(settings: XrmSettings): FakeXrm {
  const executed: ExecuteRequest[] = [];
  const queries: string[] = [];
  const dialogs: { title?: string; text: string }[] = [];
  const alerts: string[] = [];
  let open = 0;
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
      openConfirmDialog: (strings: { text: string }) => {
        dialogs.push(strings);
        return settings.confirm?.() ?? Promise.resolve({ confirmed: false });
      },
      openAlertDialog: ({ text }: { text: string }) => {
        alerts.push(text);
        return Promise.resolve();
      },
    },
    WebApi: {
      retrieveRecord: async (table: string, _id: string, query: string) => {
        queries.push(query);
        return settings.row(table);
      },
      retrieveMultipleRecords: async (_table: string, query: string) => ({
        entities: (await settings.rows?.(query)) ?? [],
      }),
      online: {
        execute: (request: ExecuteRequest) => {
          executed.push(request);
          return settings.execute?.(request) ?? Promise.resolve({ ok: true });
        },
      },
    },
  };
  Object.assign(globalThis, { Xrm: fake });
  return {
    executed,
    queries,
    dialogs,
    alerts,
    indicators: () => open,
    restore: () => {
      Reflect.deleteProperty(globalThis, 'Xrm');
    },
  };
}
