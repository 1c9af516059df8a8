import type { AttributeModel } from '../form/attribute-model';
import type { ControlModel } from '../form/control-model';
import type { FormModel, NotificationLevel, SaveEvent } from '../form/form-model';
import { attributeApi } from './attribute';
import { collectionOf } from './collection';
import { controlApi } from './control';

/** What the form context asks of the page around the form. */
export interface PageActions {
  readonly close: () => void;
  readonly saveAndClose: () => Promise<void>;
}

export type FormContext = ReturnType<typeof formContextOf>;

const formTypes = { create: 1, update: 2, readOnly: 3 } as const;

/**
 * The `formContext` of client scripts.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/clientapi-form-context
 */
export function formContextOf(form: FormModel, page: PageActions) {
  const attributes = new Map<string, unknown>();
  const controls = new Map<string, ReturnType<typeof controlApi>>();
  const getAttribute = (name: string): unknown => attributes.get(name) ?? null;
  const fire = (model: AttributeModel): void => {
    const context = executionContext(formContext, attributes.get(model.column.logicalName));
    for (const handler of [...model.handlers]) handler(context);
  };
  const tabs = new Map([...form.tabs].map(([name]) => [name, tabApi(form, name)]));
  for (const [name, model] of form.controls)
    controls.set(
      name,
      controlApi(form, model, getAttribute, () => sectionOf(form, model, tabs)),
    );
  for (const [name, model] of form.attributes) {
    const own = (): unknown =>
      collectionOf(new Map([...controls].filter(([id]) => form.controls.get(id)?.attribute === model)));
    attributes.set(name, attributeApi(form, model, fire, own));
  }
  const loadHandlers = new Map<unknown, () => void>();
  const saveHandlers = new Map<unknown, (event: SaveEvent) => void>();

  const addOnLoad = (handler: (context: unknown) => void): void => {
    const listener = (): void => handler(executionContext(formContext));
    loadHandlers.set(handler, listener);
    form.loadHandlers.add(listener);
  };
  const addOnSave = (handler: (context: unknown) => void): void => {
    const listener = (event: SaveEvent): void => handler(executionContext(formContext, null, event));
    saveHandlers.set(handler, listener);
    form.saveHandlers.add(listener);
  };
  const removeOnLoad = (handler: unknown): void => {
    const listener = loadHandlers.get(handler);
    if (listener !== undefined) form.loadHandlers.delete(listener);
  };
  const removeOnSave = (handler: unknown): void => {
    const listener = saveHandlers.get(handler);
    if (listener !== undefined) form.saveHandlers.delete(listener);
  };

  const data = {
    addOnLoad,
    removeOnLoad,
    getIsDirty: () => form.isDirty,
    isValid: () => true,
    save: async (options?: { saveMode?: number }) => form.save(options?.saveMode ?? 1),
    refresh: async (save?: boolean) => {
      if (save === true) await form.save();
      await form.load(true);
    },
    attributes: collectionOf(attributes),
    entity: {
      attributes: collectionOf(attributes),
      addOnSave,
      removeOnSave,
      getId: () => (form.id === null ? '' : `{${form.id.toUpperCase()}}`),
      getEntityName: () => form.table.logicalName,
      getPrimaryAttributeValue: () => form.rowName,
      getIsDirty: () => form.isDirty,
      getEntityReference: () => ({ id: form.id ?? '', name: form.rowName, entityType: form.table.logicalName }),
      save: (mode?: 'saveandclose' | 'saveandnew') =>
        void (mode === 'saveandclose' ? page.saveAndClose() : form.save()),
    },
  };
  const ui = {
    getFormType: () => (form.id === null ? formTypes.create : form.isReadOnly ? formTypes.readOnly : formTypes.update),
    setFormNotification: (text: string, level: NotificationLevel, id: string) => {
      form.notify(id, level, text);
      return true;
    },
    clearFormNotification: (id: string) => form.clearNotification(id),
    refreshRibbon: () => form.ribbon.changed(),
    close: () => page.close(),
    controls: collectionOf(controls),
    tabs: collectionOf(tabs),
    formSelector: { getCurrentItem: () => ({ getId: () => form.form.id, getLabel: () => form.form.name }) },
    addOnLoad,
    setFormEntityName: () => undefined,
  };
  const formContext = {
    data,
    ui,
    getAttribute: (key?: string | number | (() => boolean)) =>
      key === undefined
        ? [...attributes.values()]
        : typeof key === 'string'
          ? getAttribute(key)
          : data.attributes.get(key as number),
    getControl: (key?: string | number) =>
      key === undefined
        ? [...controls.values()]
        : typeof key === 'string'
          ? (controls.get(key) ?? null)
          : ui.controls.get(key),
    /** For the page: runs a column's OnChange handlers after the user changed it. */
    fireOnChange: fire,
  };
  return formContext;
}

function tabApi(form: FormModel, name: string) {
  const model = form.tabs.get(name);
  const tab = form.layout.tabs.find((candidate) => candidate.name === name);
  const sections = tab?.columns.flatMap((column) => column.sections) ?? [];
  const tabSections = new Map<string, unknown>();
  const api = {
    getName: () => name,
    getLabel: () => model?.label ?? '',
    setLabel: (label: string) => model?.change({ label }),
    getVisible: () => model?.visible ?? false,
    setVisible: (visible: boolean) => model?.change({ visible }),
    getDisplayState: () => (form.activeTab === name ? 'expanded' : 'collapsed'),
    setDisplayState: (state: string) => state === 'expanded' && form.showTab(name),
    setFocus: () => form.showTab(name),
    sections: collectionOf(tabSections),
  };
  for (const section of sections) {
    tabSections.set(section.name, {
      getName: () => section.name,
      getParent: () => api,
      getVisible: () => form.sections.get(section.name)?.visible ?? false,
      setVisible: (visible: boolean) => form.sections.get(section.name)?.change({ visible }),
      getLabel: () => form.sections.get(section.name)?.label ?? '',
      setLabel: (label: string) => form.sections.get(section.name)?.change({ label }),
    });
  }
  return api;
}

/** The section that a control stands in; the header has none. */
function sectionOf(
  form: FormModel,
  model: ControlModel,
  tabs: ReadonlyMap<string, ReturnType<typeof tabApi>>,
): unknown {
  for (const tab of form.layout.tabs) {
    for (const section of tab.columns.flatMap((column) => column.sections)) {
      const cells = section.rows.flat();
      if (!model.isHeader && cells.some(({ control }) => control?.id === model.name))
        return tabs.get(tab.name)?.sections.get(section.name) ?? null;
    }
  }
  return null;
}

/** What a handler of a form gets as its first argument. */
export function executionContext(formContext: unknown, source: unknown = null, save?: SaveEvent) {
  const shared = new Map<string, unknown>();
  return {
    getFormContext: () => formContext,
    getEventSource: () => source ?? formContext,
    getDepth: () => 0,
    getSharedVariable: (key: string) => shared.get(key),
    setSharedVariable: (key: string, value: unknown) => void shared.set(key, value),
    getEventArgs: () =>
      save === undefined
        ? null
        : {
            getSaveMode: () => save.mode,
            preventDefault: save.prevent,
            preventDefaultOnError: save.prevent,
            isDefaultPrevented: save.isPrevented,
          },
  };
}
