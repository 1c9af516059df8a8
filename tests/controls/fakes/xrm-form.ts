/** What a test sees of a form: values, messages and what was asked of the platform. */
export interface FakeForm {
  readonly context: Xrm.FormContext;
  readonly values: Map<string, unknown>;
  /** Submit mode by column, where the script set one. */
  readonly submitModes: Map<string, string>;
  /** Form notifications by id: level and text. */
  readonly notices: Map<string, string>;
  /** Field notifications as `column:id`. */
  readonly fieldNotices: Map<string, string>;
  readonly counts: { saves: number; refreshes: number; ribbonRefreshes: number; gridRefreshes: number };
  /** As if the user typed: sets the value, marks the form dirty, raises OnChange. */
  readonly type: (column: string, value: string) => void;
  /** Raises OnSave; `false` when a handler prevented the save. */
  readonly save: () => boolean;
  /** Raises the load of data that follows a save or a refresh. */
  readonly load: () => void;
}

export interface FormSettings {
  readonly id?: string;
  readonly formType?: number;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Columns that must not be empty. */
  readonly required?: readonly string[];
  /** What a save is rejected with; without it a save that nothing prevents succeeds. */
  readonly rejection?: unknown;
}

/** A main form in memory: the members our scripts use, with the platform's effects; any other is undefined. */
export function fakeForm(settings: FormSettings = {}): FakeForm {
  const values = new Map(Object.entries(settings.values ?? {}));
  const submitModes = new Map<string, string>();
  const notices = new Map<string, string>();
  const fieldNotices = new Map<string, string>();
  const counts = { saves: 0, refreshes: 0, ribbonRefreshes: 0, gridRefreshes: 0 };
  const onChange = new Map<string, (() => void)[]>();
  const onSave: ((event: Xrm.Events.SaveEventContext) => void)[] = [];
  const onLoad: (() => void)[] = [];
  let dirty = false;
  const dirtyColumns = new Set<string>();

  const attribute = (name: string) => ({
    getName: () => name,
    getRequiredLevel: () => (settings.required?.includes(name) === true ? 'required' : 'none'),
    isValid: () => true,
    getIsDirty: () => dirtyColumns.has(name),
    controls: { forEach: (visit: (of: unknown) => void) => visit(control(name)) },
    getValue: () => values.get(name) ?? null,
    setValue: (value: unknown) => {
      values.set(name, value);
      if (submitModes.get(name) === 'never') return;
      dirty = true;
      dirtyColumns.add(name);
    },
    setSubmitMode: (mode: string) => submitModes.set(name, mode),
    addOnChange: (handler: () => void) => onChange.set(name, [...(onChange.get(name) ?? []), handler]),
  });
  const control = (name: string) => ({
    getLabel: () => `Label of ${name}`,
    getParent: () => ({ getParent: () => ({ getLabel: () => 'General' }) }),
    setNotification: (text: string, id: string) => fieldNotices.set(`${name}:${id}`, text),
    clearNotification: (id: string) => fieldNotices.delete(`${name}:${id}`),
    refresh: () => (counts.gridRefreshes += 1),
  });
  const load = () => {
    for (const handler of onLoad) handler();
  };
  const save = () => {
    const outcome = { prevented: false };
    const event = { getEventArgs: () => ({ getSaveMode: () => 1, preventDefault: () => (outcome.prevented = true) }) };
    for (const handler of onSave) handler(event as unknown as Xrm.Events.SaveEventContext);
    if (outcome.prevented) return false;
    counts.saves += 1;
    dirty = false;
    dirtyColumns.clear();
    load();
    return true;
  };
  const context = {
    getAttribute: (name: string) => (name.startsWith('pmds_') ? attribute(name) : null),
    getControl: control,
    data: {
      getIsDirty: () => dirty,
      save: async () => {
        if ('rejection' in settings) throw settings.rejection;
        return save() ? Promise.resolve() : Promise.reject(new Error('Save was prevented.'));
      },
      refresh: () => {
        counts.refreshes += 1;
        load();
        return Promise.resolve();
      },
      addOnLoad: (handler: () => void) => onLoad.push(handler),
      entity: {
        attributes: {
          forEach: (visit: (of: unknown) => void) => {
            for (const name of values.keys()) visit(attribute(name));
          },
        },
        getId: () => settings.id ?? '{11111111-1111-4111-8111-111111111111}',
        addOnSave: (handler: (event: Xrm.Events.SaveEventContext) => void) => onSave.push(handler),
      },
    },
    ui: {
      getFormType: () => settings.formType ?? 2,
      refreshRibbon: () => (counts.ribbonRefreshes += 1),
      setFormNotification: (text: string, level: string, id: string) => notices.set(id, `${level} ${text}`),
      clearFormNotification: (id: string) => notices.delete(id),
    },
  };
  return {
    context: context as unknown as Xrm.FormContext,
    values,
    submitModes,
    notices,
    fieldNotices,
    counts,
    type: (column, value) => {
      values.set(column, value);
      dirty = true;
      dirtyColumns.add(column);
      for (const handler of onChange.get(column) ?? []) handler();
    },
    save,
    load,
  };
}
