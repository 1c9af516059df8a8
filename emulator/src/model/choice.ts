import type { Label } from './label.js';
import { guidOfName } from './guid.js';

/** One option of a choice. */
export interface Option {
  readonly value: number;
  readonly label: Label;
  readonly description?: Label;
  readonly color?: string;
  /** For a status reason: the state it belongs to. */
  readonly state?: number;
  /** For a state: the status reason a row gets when only the state is set. */
  readonly defaultStatus?: number;
  readonly isManaged?: boolean;
}

/** A choice (option set), of one column or global. */
export interface OptionSet {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly displayName: Label;
  readonly options: readonly Option[];
  readonly metadataId: string;
  readonly isCustom: boolean;
}

export type OptionSetSpec = Pick<OptionSet, 'name' | 'options'> & Partial<OptionSet>;

export function makeOptionSet(spec: OptionSetSpec): OptionSet {
  return {
    isGlobal: false,
    displayName: {},
    isCustom: false,
    metadataId: guidOfName(`optionset:${spec.name}`),
    ...spec,
  };
}
