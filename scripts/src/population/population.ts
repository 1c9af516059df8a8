import type { WebApi } from '../dataverse/web-api.js';
import type { ExpectedCounts } from '../seeds/expected.js';
import type { SeedTable } from '../seeds/seed.js';

/** The people a start works with, wherever they come from: the seeds or files. */
export interface Population {
  /** Members that loading will put in, what the progress bar counts to; 0 = only the files know. */
  readonly rows: number;
  /** Puts everything into the local Dataverse. @param loaded told after every batch how many rows it held. */
  readonly load: (dataverse: LoadTarget, loaded: (rows: number) => void) => Promise<Loaded>;
}

/** The local Dataverse: its Web API, and the path by which rows get in without validation. */
export type LoadTarget = WebApi & { readonly adminUrl: string };

/** What is in the local Dataverse after loading, and what a first run has to make of it. */
export interface Loaded {
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  /** Columns to sync, per table. */
  readonly fields: Readonly<Record<SeedTable, readonly string[]>>;
  readonly expected: ExpectedCounts;
  /** Members that have to be ready when the run completes, drawn at random; at most `count` and no one twice. */
  readonly sample: (count: number) => readonly ExpectedProfile[];
  /** Sentences the person at the keyboard should know, for example columns that were left out. */
  readonly notes: readonly string[];
  /** Rows of files with nothing in them, which are nobody. */
  readonly blankRows: number;
}

/** What the prefill endpoint has to answer for one member. */
export interface ExpectedProfile {
  readonly table: SeedTable;
  readonly id: string;
  /** Every selected column; `null` where the row has no value. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  /** Labels of choices and lookups that are known beforehand, by column. */
  readonly labels: Readonly<Record<string, string>>;
}
