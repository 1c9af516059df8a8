import type { RowObject } from '../../data/value.js';
import { malformed, noSuchRow } from '../../model/dataverse-error.js';
import { parseGuid } from '../../model/guid.js';
import type { Navigation } from '../../model/relationship.js';
import { link, unlink } from '../../write/units/associate.js';
import { parseJsonBody } from '../../write/input/json-body.js';
import { setLookup } from '../../write/input/row-input.js';
import { resolveRow } from '../../write/input/row-key.js';
import type { LookupTarget, Unit } from '../../write/units/unit.js';
import { changeRow, updateRow } from '../../write/units/update-row.js';
import { decodeSegment } from './segments.js';

type Single = Extract<Navigation, { kind: 'single' }>;
type Collection = Exclude<Navigation, { kind: 'single' }>;

/**
 * `$ref` on navigation properties.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api
 */
export function addReference(unit: Unit, from: LookupTarget, navigation: Collection, body: Buffer): void {
  link(unit, from, navigation, target(unit, body));
}

export function setReference(unit: Unit, from: LookupTarget, navigation: Single, body: Buffer): void {
  const table = unit.model.table(from.table);
  const values: RowObject = {};
  const before = unit.store.get(from.table, from.id);
  if (before === undefined) throw noSuchRow(from.table, from.id);
  unit.caller.assertRow('Write', table, from.id);
  setLookup(unit, table, navigation, target(unit, body), values);
  changeRow(unit, table, from.id, values, before);
}

/** `DELETE …/nav(id)/$ref`, `DELETE …/nav/$ref?$id=<url>`, and `DELETE …/nav/$ref` for a single-valued one. */
export function removeReference(
  unit: Unit,
  from: LookupTarget,
  navigation: Navigation,
  keyText: string | null,
  query: string,
): void {
  if (navigation.kind === 'single') {
    updateRow(unit, unit.model.table(from.table), from.id, { [navigation.name]: null });
    return;
  }
  const url = new URLSearchParams(decodeSegment(query)).get('$id');
  if (url !== null) {
    unlink(unit, from, navigation, resolveRow(unit, url));
    return;
  }
  const id = keyText === null ? null : parseGuid(keyText);
  if (id === null)
    throw malformed(
      `Which row to take out of '${navigation.name}' must be said: ${navigation.name}(<id>)/$ref or $ref?$id=<url>.`,
    );
  unlink(unit, from, navigation, { table: navigation.table, id });
}

function target(unit: Unit, body: Buffer): LookupTarget {
  const { '@odata.id': url } = parseJsonBody(body);
  if (typeof url !== 'string') throw malformed('The body of a $ref request must be {"@odata.id": "<url>"}.');
  return resolveRow(unit, url);
}
