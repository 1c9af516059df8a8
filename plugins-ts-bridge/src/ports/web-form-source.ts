import type { RowId } from '@pmds/contracts/ids';
import type { WebForm } from '../domain/web-form/web-form.js';
import type { WebFormVersion } from './store/web-forms.js';

/** Where web forms are described. */
export interface WebFormSource {
  /** The active ones; `null` where the environment has no such table, because its solution is older. */
  list(signal: AbortSignal): Promise<readonly WebFormVersion[] | null>;
  /** Those of these that are there and have a key. */
  read(ids: readonly RowId[], signal: AbortSignal): Promise<readonly WebForm[]>;
}
