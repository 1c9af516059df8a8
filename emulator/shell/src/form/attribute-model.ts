import type { ColumnDefinition } from '../server/types';
import { Observable } from './observable';
import { sameValue, type AttributeValue } from './values';

export type SubmitMode = 'always' | 'dirty' | 'never';
export type RequiredLevel = 'none' | 'recommended' | 'required';

/** One column of the row on the form, with the value as it was loaded and as it is now. */
export class AttributeModel extends Observable {
  readonly column: ColumnDefinition;
  readonly handlers = new Set<(context: unknown) => void>();
  #value: AttributeValue = null;
  #initial: AttributeValue = null;
  submitMode: SubmitMode = 'dirty';
  required: RequiredLevel;

  constructor(column: ColumnDefinition) {
    super();
    this.column = column;
    this.required = requiredLevel(column);
  }

  get value(): AttributeValue {
    return this.#value;
  }

  get initial(): AttributeValue {
    return this.#initial;
  }

  /** A column that is never submitted does not make the form dirty. */
  get isDirty(): boolean {
    return this.submitMode !== 'never' && !sameValue(this.#value, this.#initial);
  }

  set(value: AttributeValue): void {
    this.#value = value === '' ? null : value;
    this.changed();
  }

  /** Takes over what the server says; a change that is not saved yet stays. */
  loaded(value: AttributeValue, keepChange: boolean): void {
    const keep = keepChange && this.isDirty;
    this.#initial = value;
    if (!keep) this.#value = value;
    this.changed();
  }
}

function requiredLevel(column: ColumnDefinition): RequiredLevel {
  if (column.requiredLevel === 'ApplicationRequired') return 'required';
  if (column.requiredLevel === 'SystemRequired' && column.isValidForUpdate && column.type !== 'owner')
    return 'required';
  return column.requiredLevel === 'Recommended' ? 'recommended' : 'none';
}
