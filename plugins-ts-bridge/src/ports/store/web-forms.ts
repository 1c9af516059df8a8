import type { RowId } from '@pmds/contracts/ids';
import type { WebForm } from '../../domain/web-form/web-form.js';

/** A web form as far as it has to be known whether it was changed. */
export interface WebFormVersion {
  readonly id: RowId;
  /** See `WebForm.version`. */
  readonly version: string;
  readonly syncs: readonly RowId[];
}

/** The web forms as they were at the last look at Dataverse. Opening a form waits for this store only. */
export interface WebForms {
  /** `null` for a key that no form has. */
  byKey(key: string): Promise<WebForm | null>;
  byId(id: RowId): Promise<WebForm | null>;
  /** By their names. */
  all(): Promise<readonly WebForm[]>;
  /** The forms that a sync prepares, by their names. */
  preparedBy(dataSyncId: RowId): Promise<readonly WebForm[]>;
  /** The syncs that prepare a form. */
  syncsOf(id: RowId): Promise<readonly RowId[]>;
  /** Which version of each form is kept, with its syncs in the order of their ids. */
  versions(): Promise<readonly WebFormVersion[]>;
}

export interface WebFormWriter {
  /** Keeps a form as it is now, with all syncs that prepare it. */
  keep(form: WebForm, syncs: readonly RowId[]): Promise<void>;
  /** Its links open nothing from now on. */
  forget(id: RowId): Promise<void>;
}
