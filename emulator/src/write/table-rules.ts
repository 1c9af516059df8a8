import type { RowObject } from '../data/value.js';
import type { Unit } from './units/unit.js';

/** What the platform does for one table besides the general rules. Each may change `values` or refuse by throwing. */
export interface TableRule {
  beforeCreate?(unit: Unit, values: RowObject): void;
  afterCreate?(unit: Unit, id: string, values: RowObject): void;
  /** `before` is the row as it stands, without nulls. */
  beforeUpdate?(unit: Unit, id: string, changes: RowObject, before: RowObject): void;
  beforeDelete?(unit: Unit, id: string): void;
}

export type TableRules = Readonly<Record<string, TableRule>>;
