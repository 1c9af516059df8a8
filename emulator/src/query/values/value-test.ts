import type { Value } from '../../data/value.js';
import type { DataverseError } from '../../model/dataverse-error.js';
import type { TimeZone } from '../../time/time-zone.js';
import { invalidArgument } from '../query-error.js';
import type { UserFacts } from './user-values.js';

/** Inclusive bounds in the form rows keep; null means open. */
export interface ValueRange {
  readonly from: Value;
  readonly to: Value;
}

/** A condition on one column, ready to run. */
export interface ValueTest {
  readonly test: (value: Value) => boolean;
  /** All values that can pass, exactly as rows keep them, when they are few: an index answers. */
  readonly among?: readonly Value[];
  /** No value outside can pass: a sorted index answers. */
  readonly within?: ValueRange;
  /** The answer depends on the moment or on who asks, so nothing made from it may be kept. */
  readonly isVolatile?: boolean;
}

/** What a condition may depend on besides the row. */
export interface ConditionFacts extends UserFacts {
  readonly now: Date;
  readonly timeZone: TimeZone;
}

/** 400 `0x80040203`: an operator with too few or too many values. */
export function wrongCount(operator: string, needed: string, got: number): DataverseError {
  return invalidArgument(`The operator '${operator}' needs ${needed}, got ${got}.`);
}

/** The one value of an operator that takes one. @throws DataverseError 400 `0x80040203` */
export function one(operator: string, values: readonly string[]): string {
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw wrongCount(operator, 'exactly one value', values.length);
  }
  return value;
}
