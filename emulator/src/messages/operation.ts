import type { Store } from '../data/store.js';
import type { UserCaller } from '../identity/user-caller.js';
import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import type { JsonObject } from '../write/input/json-body.js';
import type { LookupTarget, Unit } from '../write/units/unit.js';

/** What a function or action is given. */
export interface OperationCall {
  readonly store: Store;
  readonly caller: UserCaller;
  readonly unit: Unit;
  /** Row the operation is bound to; null for unbound ones. */
  readonly target: LookupTarget | null;
  /** Table of the collection a collection-bound operation is called on; null otherwise. */
  readonly collection: string | null;
  readonly parameters: JsonObject;
  readonly organizationId: string;
  /** Somebody else's rights. */
  callerOf(userId: string): UserCaller;
}

/** A function or action of the platform. It returns the properties of its answer, or null for 204. */
export interface Operation {
  readonly name: string;
  readonly kind: 'function' | 'action';
  /** `null` unbound, `row` bound to one row, `collection` to an entity set; `tables` limits which. */
  readonly binding: 'row' | 'collection' | null;
  readonly tables?: readonly string[];
  readonly parameters: readonly string[];
  /** One line for the feature table. */
  readonly summary: string;
  run(call: OperationCall): Readonly<Record<string, unknown>> | null;
}

/**
 * A GUID parameter.
 * @throws DataverseError 400 when it is missing or no GUID.
 */
export function guidParameter(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  const id = typeof value === 'string' ? parseGuid(value) : null;
  if (id === null) throw parameterError(name, 'Edm.Guid', value);
  return id;
}

export function parameterError(name: string, expected: string, value: unknown): DataverseError {
  const reason = value === undefined ? 'is missing' : `does not have the expected type '${expected}'`;
  return new DataverseError(400, '0x80048d19', `The parameter '${name}' ${reason}.`);
}
