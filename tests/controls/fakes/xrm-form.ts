import { formColumns, formControls } from './form-definition.js';

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
  /** What was asked of `data.entity.save` beside saving: `saveandclose`, `saveandnew`. */
  readonly actions: readonly string[];
  /** As if the user typed: sets the value, marks the form dirty, raises OnChange. */
  readonly type: (column: string, value: string) => void;
  /** Raises OnSave, by default of a plain save; `false` when the form was not saved. */
  readonly save: (mode?: number) => boolean;
  /** Raises the load of data that follows a save or a refresh. */
  readonly load: () => void;
}

export interface FormSettings {
  readonly id?: string;
  readonly formType?: number;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Columns whose value the platform does not accept. */
  readonly invalid?: readonly string[];
  /** Columns that must not be empty. */
  readonly required?: readonly string[];
  /** What a save is rejected with; without it a save that nothing prevents succeeds. */
  readonly rejection?: unknown;
  /**
   * What becomes of the promise of a save that a handler prevented. It only cancels the save, which is no failure of one, so it
   * resolves; some hosts reject it.
   * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/save-event-arguments/preventdefault
   */
  readonly prevented?: 'resolves' | 'rejects';
}

const levels = ['ERROR', 'WARNING', 'INFO'];
const saveActions = new Map([
  ['saveandclose', 2],
  ['saveandnew', 59],
]);

/** The main form that ships, in memory: the members our scripts use, with the platform's effects; any other is undefined. */
export function fakeForm(settings: FormSettings = {}): FakeForm {
  const values = new Map(Object.entries(settings.values ?? {}));
  const submitModes = new Map<string, string>();
  const notices = new Map<string, string>();
  const fieldNotices = new Map<string, string>();
  const counts = { saves: 0, refreshes: 0, ribbonRefreshes: 0, gridRefreshes: 0 };
  const onChange = new Map<string, (() => void)[]>();
  const onSave: ((event: Xrm.Events.SaveEventContext) => void)[] = [];
  const onLoad: (() => void)[] = [];
  const actions: string[] = [];
  let dirty = false;
  const dirtyColumns = new Set<string>();

  const attribute = (name: string) => ({
    getName: () => name,
    getRequiredLevel: () => (settings.required?.includes(name) === true ? 'required' : 'none'),
    isValid: () => settings.invalid?.includes(name) !== true,
    getIsDirty: () => dirtyColumns.has(name),
    controls: {
      forEach: (visit: (of: unknown) => void) => {
        for (const [id, column] of formControls) if (column === name) visit(control(id));
      },
    },
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
  /** A control by its id, as the form has it: one of a column can be marked, a subgrid can be refreshed. */
  const control = (id: string) => {
    const column = formControls.get(id);
    if (column === undefined) return null;
    if (column === '') return { refresh: () => (counts.gridRefreshes += 1) };
    const inHeader = id.startsWith('header_');
    return {
      getLabel: () => `Label of ${column}`,
      getParent: () => (inHeader ? null : { getParent: () => ({ getLabel: () => 'General' }) }),
      setNotification: (text: string, notice: string) => fieldNotices.set(`${id}:${notice}`, text),
      clearNotification: (notice: string) => fieldNotices.delete(`${id}:${notice}`),
    };
  };
  const load = () => {
    for (const handler of onLoad) handler();
  };
  const isEmpty = (name: string) => (values.get(name) ?? '') === '';
  const save = (mode = 1): 'saved' | 'prevented' | 'invalid' => {
    const outcome = { prevented: false };
    const event = {
      getEventArgs: () => ({
        getSaveMode: () => mode,
        preventDefault: () => (outcome.prevented = true),
        isDefaultPrevented: () => outcome.prevented,
      }),
    };
    for (const handler of onSave) handler(event as unknown as Xrm.Events.SaveEventContext);
    if (outcome.prevented) return 'prevented';
    // A field that is marked, or required and empty, keeps the form from being saved.
    const refused = (settings.invalid ?? []).length > 0 || settings.required?.some(isEmpty) === true;
    if (fieldNotices.size > 0 || refused) return 'invalid';
    counts.saves += 1;
    dirty = false;
    dirtyColumns.clear();
    load();
    return 'saved';
  };
  const saveOrThrow = (mode?: number): void => {
    if ('rejection' in settings) throw settings.rejection;
    const outcome = save(mode);
    const fails = outcome === 'invalid' || (outcome === 'prevented' && settings.prevented === 'rejects');
    if (fails) throw Object.assign(new Error(''), { errorCode: 1 });
  };
  const context = {
    getAttribute: (name: string) => (formColumns.has(name) ? attribute(name) : null),
    getControl: control,
    data: {
      getIsDirty: () => dirty,
      save: async () => saveOrThrow(),
      refresh: async (saves: boolean) => {
        if (saves) saveOrThrow();
        counts.refreshes += 1;
        load();
      },
      addOnLoad: (handler: () => void) => onLoad.push(handler),
      entity: {
        attributes: {
          forEach: (visit: (of: unknown) => void) => {
            for (const name of formColumns) visit(attribute(name));
          },
        },
        getId: () => settings.id ?? '{11111111-1111-4111-8111-111111111111}',
        save: (action: string) => {
          const mode = saveActions.get(action);
          if (mode === undefined) throw new TypeError(`There is no save option ${action}.`);
          actions.push(action);
          save(mode);
        },
        addOnSave: (handler: (event: Xrm.Events.SaveEventContext) => void) => onSave.push(handler),
      },
    },
    ui: {
      getFormType: () => settings.formType ?? 2,
      refreshRibbon: () => (counts.ribbonRefreshes += 1),
      setFormNotification: (text: string, level: string, id: string) => {
        if (!levels.includes(level) || text === '' || id === '')
          throw new TypeError(`No notification: ${level} ${text}`);
        notices.set(id, `${level} ${text}`);
      },
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
    actions,
    type: (column, value) => {
      if (!formColumns.has(column)) throw new Error(`The form has no field ${column}.`);
      values.set(column, value);
      dirty = true;
      dirtyColumns.add(column);
      for (const handler of onChange.get(column) ?? []) handler();
    },
    save: (mode) => save(mode) === 'saved',
    load,
  };
}
