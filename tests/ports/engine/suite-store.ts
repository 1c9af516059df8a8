import type { Backend } from './world';

/** The store that a test of a suite works with: its own, made before it and thrown away after it. */
export interface SuiteStore {
  readonly backend: Backend;
  /** Throws it away and makes an empty one. */
  renew(): Promise<void>;
}
