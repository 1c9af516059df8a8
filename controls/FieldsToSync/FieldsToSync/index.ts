import * as React from 'react';
import { BoundText } from '../../shared/columns/bound-text';
import { formRecord } from '../../shared/form-record';
import { Frame } from '../../shared/Frame';
import type { Maybe } from '../../shared/maybe';
import { type Texts, textsOf } from '../../shared/texts';
import { FieldsToSync as View } from './FieldsToSync';
import type { IInputs, IOutputs } from './generated/ManifestTypes';
import { canPick, canRead, readOther, readSaved } from './stored-selection';
import { mergedText } from './data/merged-text';
import { tablesOf } from './data/tables-input';

type Host = ComponentFramework.Context<IInputs>;

/** Chooses the columns of leads and contacts that a sync copies; its value is the JSON of `pmds_fields`. */
export class FieldsToSync implements ComponentFramework.ReactControl<IInputs, IOutputs> {
  private texts: Texts = (key) => key;
  private readonly bound = new BoundText(mergedText);

  init(context: ComponentFramework.Context<IInputs>, notifyOutputChanged: () => void): void {
    this.bound.begin(notifyOutputChanged);
    this.texts = textsOf(context);
  }

  updateView(context: ComponentFramework.Context<IInputs>): React.ReactElement {
    const host: Maybe<Host> = context;
    const { selection, tables }: Maybe<IInputs> = host.parameters ?? {};
    this.bound.follow(selection?.raw ?? null);
    const record = formRecord(host.mode);
    const editable = host.mode?.isControlDisabled !== true && selection?.security?.editable !== false;
    const view = React.createElement(View, {
      stored: this.bound.text,
      tables: tablesOf(tables?.raw),
      lock: record === null ? 'unsaved' : editable ? null : 'read-only',
      merged: this.bound.merged,
      texts: this.texts,
      onChange: this.onChange,
      readSaved: record === null || !canRead(host) ? null : () => readSaved(context, record, this.texts),
      readOther: record === null || !canPick(host) ? null : () => readOther(context, record),
    });
    return React.createElement(
      Frame,
      { idPrefix: 'pmds-fields', theme: host.fluentDesignLanguage?.tokenTheme, rtl: host.userSettings?.isRTL === true },
      view,
    );
  }

  getOutputs(): IOutputs {
    const text = this.bound.take();
    return text === null ? {} : { selection: text };
  }

  destroy(): void {
    this.bound.end();
  }

  private readonly onChange = (text: string): void => this.bound.change(text);
}
