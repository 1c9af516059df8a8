import * as React from 'react';
import { formRecord } from '../../shared/form-record';
import { Frame } from '../../shared/Frame';
import { type Texts, textsOf } from '../../shared/texts';
import { FieldsToSync as View } from './FieldsToSync';
import type { IInputs, IOutputs } from './generated/ManifestTypes';
import { readOther, readSaved } from './stored-selection';
import { tablesOf } from './tables-input';

/** Chooses the columns of leads and contacts that a sync copies; its value is the JSON of `pmds_fields`. */
export class FieldsToSync implements ComponentFramework.ReactControl<IInputs, IOutputs> {
  private notifyOutputChanged: () => void = () => undefined;
  private texts: Texts = (key) => key;
  /** The user's change until the host has taken it: an update that comes earlier still carries the old value. */
  private pending: { readonly text: string; taken: boolean } | null = null;
  private text: string | null = null;

  init(context: ComponentFramework.Context<IInputs>, notifyOutputChanged: () => void): void {
    this.notifyOutputChanged = notifyOutputChanged;
    this.texts = textsOf(context.resources);
  }

  updateView(context: ComponentFramework.Context<IInputs>): React.ReactElement {
    if (this.pending?.taken === true) this.pending = null;
    const { selection, tables } = context.parameters;
    this.text = this.pending === null ? selection.raw : this.pending.text;
    const record = formRecord(context.mode);
    const editable = !context.mode.isControlDisabled && selection.security?.editable !== false;
    const nothing = () => Promise.resolve(null);
    const view = React.createElement(View, {
      stored: this.text,
      tables: tablesOf(tables.raw),
      lock: record === null ? 'unsaved' : editable ? null : 'read-only',
      texts: this.texts,
      onChange: this.onChange,
      readSaved: record === null ? nothing : () => readSaved(context, record, this.texts),
      readOther: record === null ? nothing : () => readOther(context, record),
    });
    return React.createElement(
      Frame,
      { idPrefix: 'pmds-fields', theme: context.fluentDesignLanguage?.tokenTheme, rtl: context.userSettings.isRTL },
      view,
    );
  }

  getOutputs(): IOutputs {
    if (this.pending !== null) this.pending.taken = true;
    return this.text === null ? {} : { selection: this.text };
  }

  destroy(): void {
    this.pending = null;
  }

  private readonly onChange = (text: string): void => {
    this.pending = { text, taken: false };
    this.text = text;
    this.notifyOutputChanged();
  };
}
