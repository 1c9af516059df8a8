import { DataverseError } from '../model/dataverse-error.js';
import { adminJson, type AdminRoute } from './admin-route.js';

export const columnRoutes: readonly AdminRoute[] = [
  {
    method: 'POST',
    path: 'secured-columns',
    summary:
      '{"table":"contact","column":"donotbulkemail","secured":true}: switches column security on or off, as the column\'s page in the maker portal does.',
    async run({ organisation, json }) {
      const { table, column, secured = true } = await json();
      const { model } = organisation.store;
      const known = model.findTable(String(table))?.columns.get(String(column));
      if (known === undefined)
        throw new DataverseError(404, '', `There is no column "${String(column)}" of "${String(table)}".`);
      model.addColumn(String(table), { ...known, isSecured: secured === true });
      return adminJson({ ok: true });
    },
  },
];
