import * as React from 'react';
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
  private notifyOutputChanged: () => void = () => undefined;
  private texts: Texts = (key) => key;
  /** The user's change until the host has taken it: an update that comes earlier still carries the old value. */
  private pending: { readonly base: string | null; readonly text: string; taken: boolean } | null = null;
  /** What the host holds, as it said last. */
  private held: string | null = null;
  /** Somebody else's change was brought together with the user's. */
  private merged = false;
  private text: string | null = null;

  init(context: ComponentFramework.Context<IInputs>, notifyOutputChanged: () => void): void {
    this.notifyOutputChanged = notifyOutputChanged;
    this.texts = textsOf(context);
  }

  updateView(context: ComponentFramework.Context<IInputs>): React.ReactElement {
    const host: Maybe<Host> = context;
    const { selection, tables }: Maybe<IInputs> = host.parameters ?? {};
    const raw = selection?.raw ?? null;
    this.follow(raw);
    this.text = this.pending === null ? raw : this.pending.text;
    const record = formRecord(host.mode);
    const editable = host.mode?.isControlDisabled !== true && selection?.security?.editable !== false;
    const view = React.createElement(View, {
      stored: this.text,
      tables: tablesOf(tables?.raw),
      lock: record === null ? 'unsaved' : editable ? null : 'read-only',
      merged: this.merged,
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
    if (this.pending !== null) this.pending.taken = true;
    return this.text === null ? {} : { selection: this.text };
  }

  destroy(): void {
    this.pending = null;
  }

  /** Takes what the host holds now, and keeps the user's change where the host holds neither that nor what it held before. */
  private follow(raw: string | null): void {
    this.held = raw;
    if (this.pending === null) return;
    const { base, text, taken } = this.pending;
    if (raw === base && !taken) return;
    const both = raw === base || raw === text ? null : mergedText(base, text, raw);
    if (both === null || both === raw) {
      this.pending = null;
      return;
    }
    this.pending = { base: raw, text: both, taken: false };
    this.merged = true;
    // Not while the host waits for the view.
    void Promise.resolve().then(this.notifyOutputChanged);
  }

  private readonly onChange = (text: string): void => {
    this.pending = { base: this.pending?.base ?? this.held, text, taken: false };
    this.text = text;
    this.merged = false;
    this.notifyOutputChanged();
  };
}
