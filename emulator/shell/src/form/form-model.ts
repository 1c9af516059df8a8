import { readTable } from '../server/definitions';
import type { ColumnDefinition, FormDefinition, TableDefinition } from '../server/types';
import { call, get, lookupValue, type WebRow } from '../server/web-api';
import { readForm, type FormCell, type FormLayout } from '../xml/form';
import { AttributeModel } from './attribute-model';
import { ControlModel, PartModel } from './control-model';
import { text } from '../texts/texts';
import { Observable } from './observable';
import { readValue, writeValue, type AttributeValue } from './values';

export type NotificationLevel = 'ERROR' | 'WARNING' | 'INFO';

/** Why a save did not happen although nothing failed: a handler or a message on a field prevents it. */
export class SavePrevented extends Error {}

/** The signed-in user, as far as a form asks. */
interface FormUser {
  readonly id: string;
  readonly name: string;
  readonly languageId: number;
}

const requiredNotice = 'shell.required';

/** What a save hands to its handlers. */
export interface SaveEvent {
  readonly mode: number;
  readonly isPrevented: () => boolean;
  readonly prevent: () => void;
}

/** The state of one open form: the row, its columns, its controls and messages. React draws it, `formContext` scripts it. */
export class FormModel extends Observable {
  readonly table: TableDefinition;
  readonly form: FormDefinition;
  readonly user: FormUser;
  readonly layout: FormLayout;
  readonly attributes = new Map<string, AttributeModel>();
  readonly controls = new Map<string, ControlModel>();
  readonly tabs = new Map<string, PartModel>();
  readonly sections = new Map<string, PartModel>();
  readonly notifications = new Map<string, { readonly level: NotificationLevel; readonly text: string }>();
  /** Called each time the row was read. */
  readonly loadHandlers = new Set<() => void>();
  readonly saveHandlers = new Set<(event: SaveEvent) => void>();
  /** Each takes the output that a code component has announced and the form has not taken yet. */
  readonly outputs = new Set<() => void>();
  /** Grows when a script asks for the command bar to be worked out again. */
  readonly ribbon = new Observable();
  id: string | null;
  row: WebRow = {};
  activeTab: string;
  isBusy = false;

  constructor(table: TableDefinition, form: FormDefinition, id: string | null, user: FormUser) {
    super();
    this.user = user;
    this.table = table;
    this.form = form;
    this.id = id;
    this.layout = readForm(form.formXml, user.languageId);
    for (const cell of this.layout.header) this.#addControl(cell, true);
    for (const tab of this.layout.tabs) {
      this.tabs.set(tab.name, new PartModel(tab.name, tab.label, tab.visible));
      for (const section of tab.columns.flatMap((column) => column.sections)) {
        this.sections.set(section.name, new PartModel(section.name, section.label, section.visible));
        for (const cell of section.rows.flat()) this.#addControl(cell, false);
      }
    }
    this.activeTab = this.layout.tabs.find((tab) => tab.visible)?.name ?? '';
  }

  get isDirty(): boolean {
    return [...this.attributes.values()].some((attribute) => attribute.isDirty);
  }

  /** The row's name, for titles and links. */
  get rowName(): string {
    const name = this.attributes.get(this.table.primaryName ?? '')?.initial ?? this.row[this.table.primaryName ?? ''];
    return typeof name === 'string' ? name : '';
  }

  get isReadOnly(): boolean {
    return this.id === null ? this.table.privileges.Create === 0 : this.table.privileges.Write === 0;
  }

  get ownerId(): string | null {
    return lookupValue(this.row, 'ownerid')?.id ?? null;
  }

  isDisabled(control: ControlModel): boolean {
    const column = control.attribute?.column;
    if (this.isReadOnly || control.disabled) return true;
    if (column === undefined) return false;
    return !column.canUpdate || !(this.id === null ? column.isValidForCreate : column.isValidForUpdate);
  }

  /** Reads the row, or puts defaults into a new one. Changes that are not saved stay when asked. */
  async load(keepChanges: boolean): Promise<void> {
    if (this.id === null) {
      for (const attribute of this.attributes.values()) attribute.loaded(this.#defaultOf(attribute.column), false);
    } else {
      this.row = await get<WebRow>(`${this.table.entitySetName}(${this.id})`);
      for (const attribute of this.attributes.values())
        attribute.loaded(readValue(this.row, attribute.column), keepChanges);
    }
    this.changed();
    for (const handler of this.loadHandlers) handler();
    this.ribbon.changed();
  }

  /**
   * Saves what changed and reads the row again.
   * @param mode save mode of the client API: 1 save, 2 save and close
   * @throws SavePrevented, or PlatformError when the server refuses
   */
  async save(mode = 1): Promise<void> {
    for (const takeOutput of this.outputs) takeOutput();
    this.#checkRequired();
    const state = { prevented: false };
    const event = { mode, isPrevented: () => state.prevented, prevent: () => void (state.prevented = true) };
    for (const handler of this.saveHandlers) handler(event);
    const blocked = [...this.controls.values()].some((control) => control.notifications.size > 0);
    if (state.prevented || blocked) throw new SavePrevented();
    if (this.id !== null && !this.isDirty) return;
    this.isBusy = true;
    this.changed();
    try {
      await this.#submit();
      await this.load(false);
    } finally {
      this.isBusy = false;
      this.changed();
    }
  }

  notify(id: string, level: NotificationLevel, text: string): void {
    this.notifications.set(id, { level, text });
    this.changed();
  }

  clearNotification(id: string): boolean {
    const had = this.notifications.delete(id);
    if (had) this.changed();
    return had;
  }

  showTab(name: string): void {
    this.activeTab = name;
    this.changed();
  }

  /** A new row belongs to whoever makes it, until they say otherwise. */
  #defaultOf(column: ColumnDefinition): AttributeValue {
    if (column.type !== 'owner') return column.defaultValue;
    return [{ id: this.user.id, name: this.user.name, entityType: 'systemuser' }];
  }

  /** Puts a message on each required column that is empty, and takes it from those that are filled. */
  #checkRequired(): void {
    for (const control of this.controls.values()) {
      const { attribute } = control;
      if (attribute === null || control.isHeader) continue;
      if (attribute.required !== 'required' || attribute.value !== null) control.clear(requiredNotice);
      else control.notify(text('requiredMissing', attribute.column.displayName), requiredNotice);
    }
  }

  async #submit(): Promise<void> {
    const changed = [...this.attributes.values()].filter(
      (at) => at.isDirty || (at.submitMode === 'always' && at.column.isValidForUpdate),
    );
    const targets = changed.flatMap(({ column, value }) =>
      column.isLookup && Array.isArray(value) ? value.map((item: { entityType: string }) => item.entityType) : [],
    );
    const sets = new Map(
      await Promise.all(
        [...new Set(targets)].map(async (name) => [name, (await readTable(name)).entitySetName] as const),
      ),
    );
    const body: Record<string, unknown> = {};
    for (const { column, value } of changed)
      writeValue(body, column, value, this.table, (name) => sets.get(name) ?? name);
    if (this.id !== null) {
      await call('PATCH', `${this.table.entitySetName}(${this.id})`, body, { 'if-match': '*' });
      return;
    }
    const response = await call('POST', this.table.entitySetName, body);
    this.id = /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? null;
    if (this.id === null) throw new Error('The server did not say which row it created.');
  }

  #addControl(cell: FormCell, isHeader: boolean): void {
    const { control } = cell;
    if (control === null) return;
    let attribute: AttributeModel | null = null;
    if (control.column !== null) {
      const column = this.table.columns.find((at) => at.logicalName === control.column);
      if (column === undefined)
        throw new Error(`The form shows ${control.column}, which ${this.table.logicalName} does not have.`);
      attribute = this.attributes.get(column.logicalName) ?? new AttributeModel(column);
      this.attributes.set(column.logicalName, attribute);
    }
    this.controls.set(control.id, new ControlModel(cell, control, attribute, isHeader));
  }
}
