import type { RowObject } from '../../data/value.js';
import { idsOfFetch } from '../../fetchxml/run-fetch.js';
import type { Unit } from '../../write/units/unit.js';

/** The rows a dynamic list's query finds for the caller now, each once. */
export function idsOfDynamicList(unit: Unit, list: RowObject): string[] {
  const context = { store: unit.store, caller: unit.caller, serviceRoot: unit.serviceRoot, annotations: () => false };
  return [...new Set(idsOfFetch(context, String(list['query'] ?? '')))];
}
