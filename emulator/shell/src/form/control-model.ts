import type { FormCell, FormControl } from '../xml/form';
import type { AttributeModel } from './attribute-model';
import { Observable } from './observable';

/** A control of the form as scripts change it: visible, enabled, labelled, with messages below. */
export class ControlModel extends Observable {
  readonly control: FormControl;
  readonly attribute: AttributeModel | null;
  readonly isHeader: boolean;
  /** Messages that block saving, by their id. */
  readonly notifications = new Map<string, string>();
  /** What the grid behind a subgrid does when a script asks it to refresh. */
  onRefresh: (() => void) | null = null;
  label: string;
  visible: boolean;
  disabled: boolean;

  constructor(cell: FormCell, control: FormControl, attribute: AttributeModel | null, isHeader: boolean) {
    super();
    this.control = control;
    this.attribute = attribute;
    this.isHeader = isHeader;
    this.label = cell.label;
    this.visible = cell.visible;
    this.disabled = control.disabled;
  }

  get name(): string {
    return this.control.id;
  }

  change(values: Partial<Pick<ControlModel, 'label' | 'visible' | 'disabled'>>): void {
    Object.assign(this, values);
    this.changed();
  }

  notify(message: string, id: string): void {
    this.notifications.set(id, message);
    this.changed();
  }

  /** Without an id all messages go. */
  clear(id?: string): boolean {
    const had = id === undefined ? this.notifications.size > 0 : this.notifications.has(id);
    if (id === undefined) this.notifications.clear();
    else this.notifications.delete(id);
    if (had) this.changed();
    return had;
  }
}

/** A tab or a section, as far as scripts show and hide it. */
export class PartModel extends Observable {
  readonly name: string;
  label: string;
  visible: boolean;

  constructor(name: string, label: string, visible: boolean) {
    super();
    this.name = name;
    this.label = label;
    this.visible = visible;
  }

  change(values: Partial<Pick<PartModel, 'label' | 'visible'>>): void {
    Object.assign(this, values);
    this.changed();
  }
}
