import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import type { Table } from '../model/table.js';
import type { RowObject } from '../data/value.js';
import type { Organisation } from '../organisation.js';
import { generateRows } from '../seed/volume.js';
import { isObject } from '../write/input/json-body.js';
import { loadRows, recountLists } from './load-rows.js';
import { changeRows } from './change-rows.js';
import type { PageTrigger, TriggeredAction } from './page-triggers.js';
import { adminJson, numberOf, oneOf, type AdminRoute } from './admin-route.js';

export const rowRoutes: readonly AdminRoute[] = [
  {
    method: 'POST',
    path: 'rows/*',
    summary:
      'Rows as NDJSON or a JSON array, logical column names, lookups as GUID: loaded fast and WITHOUT validation.',
    async run({ organisation, request, parts }) {
      const loaded = await loadRows(organisation.store, tableOf(organisation, parts[0]), request);
      organisation.keeper.volumeLoaded();
      return adminJson({ loaded });
    },
  },
  {
    method: 'DELETE',
    path: 'rows/*',
    summary: '{"ids":["…"]}: deletes rows, whoever asks.',
    async run({ organisation, parts, json }) {
      const table = tableOf(organisation, parts[0]);
      const { ids } = await json();
      if (!isTexts(ids)) throw new DataverseError(400, '', '"ids" must be an array of GUIDs.');
      return adminJson({ deleted: changeRows(organisation, [{ delete: { table: table.logicalName, ids } }]) });
    },
  },
  {
    method: 'GET',
    path: 'rows/*/count',
    summary: 'How many rows the table has.',
    run({ organisation, parts }) {
      return adminJson({ count: organisation.store.rows(tableOf(organisation, parts[0]).logicalName).size });
    },
  },
  {
    method: 'POST',
    path: 'generate',
    summary: '{"contacts":n,"leads":n,"columns":n}: volume rows and a static list of each kind; answers the list ids.',
    async run({ organisation, json }) {
      const body = await json();
      const size = {
        contacts: numberOf(body, 'contacts', 0),
        leads: numberOf(body, 'leads', 0),
        columns: numberOf(body, 'columns', 20),
      };
      const generated = generateRows(organisation.store, size);
      recountLists(organisation.store);
      organisation.keeper.volumeLoaded();
      return adminJson(generated);
    },
  },
  {
    method: 'POST',
    path: 'triggers',
    summary:
      '{"when":{"table","memberPage":n,"phase":"before|after"},"then":[{"delete":{"table","ids":[]}},{"update":{"table","id","values":{}}}]}: fires once around the n-th page.',
    async run({ organisation, json }) {
      const body = await json();
      const when = body['when'];
      const then = body['then'];
      if (!isObject(when) || !Array.isArray(then))
        throw new DataverseError(400, '', 'A trigger needs "when" and "then".');
      const trigger: PageTrigger = {
        when: {
          table: tableOf(organisation, String(when['table'])).logicalName,
          memberPage: numberOf(when, 'memberPage', 1),
          phase: oneOf(when, 'phase', ['before', 'after'], 'before'),
        },
        then: then.map((action: unknown) => readAction(organisation, action)),
      };
      organisation.triggers.add(trigger);
      return adminJson({ waiting: organisation.triggers.waiting.length });
    },
  },
];

function readAction(organisation: Organisation, action: unknown): TriggeredAction {
  const wrong = new DataverseError(
    400,
    '',
    'A trigger can {"delete":{"table","ids":[…]}} or {"update":{"table","id","values":{…}}}.',
  );
  if (!isObject(action)) throw wrong;
  const { delete: deletion, update } = action;
  if (isObject(deletion) && isTexts(deletion['ids'])) {
    return { delete: { table: tableOf(organisation, String(deletion['table'])).logicalName, ids: deletion['ids'] } };
  }
  const id = isObject(update) ? parseGuid(String(update['id'])) : null;
  if (!isObject(update) || id === null || !isObject(update['values'])) throw wrong;
  return {
    update: {
      table: tableOf(organisation, String(update['table'])).logicalName,
      id,
      values: update['values'] as RowObject,
    },
  };
}

function tableOf(organisation: Organisation, name: string | undefined): Table {
  const table = organisation.store.model.findTable(name ?? '');
  if (table === undefined)
    throw new DataverseError(404, '', `There is no table "${name ?? ''}". Use the logical name.`);
  return table;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
