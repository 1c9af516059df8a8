import { DataverseError } from '../model/dataverse-error.js';
import type { Label } from '../model/label.js';
import { adminJson, type AdminRoute } from './admin-route.js';

export const columnRoutes: readonly AdminRoute[] = [
  {
    method: 'POST',
    path: 'choice-labels',
    summary:
      '{"table":"contact","column":"gendercode","value":1,"label":{"1031":"männlich"}}: the texts of a choice by language (LCID), as a translation file or the maker portal writes them; a language that is left out has none.',
    async run({ organisation, json }) {
      const { table, column, value, label } = await json();
      const { model } = organisation.store;
      const known = model.findTable(String(table))?.columns.get(String(column));
      const option = known?.optionSet?.options.find((one) => one.value === value);
      if (known?.optionSet === undefined || option === undefined)
        throw new DataverseError(404, '', `"${String(table)}"."${String(column)}" has no choice ${String(value)}.`);
      const options = known.optionSet.options.map((one) => (one === option ? { ...one, label: textsOf(label) } : one));
      model.addColumn(String(table), { ...known, optionSet: { ...known.optionSet, options } });
      return adminJson({ ok: true });
    },
  },
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

function textsOf(label: unknown): Label {
  const entries = Object.entries(typeof label === 'object' && label !== null ? label : {});
  return Object.fromEntries(entries.map(([language, text]) => [Number(language), String(text)]));
}
