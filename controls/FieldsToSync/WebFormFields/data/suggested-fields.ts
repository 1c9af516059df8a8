import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { WebFormField } from '@pmds/contracts/web-form/definition';
import { readWebForm } from '@pmds/contracts/web-form/form-fields';
import { localColumnLookup } from '@pmds/contracts/web-form/local-names';
import type { Column } from '../../../shared/columns/catalogue';

/** The columns of both tables, as they are now. */
export type Columns = Readonly<Record<SelectableTable, readonly Column[]>>;

/** What an input is filled with as long as nobody says otherwise: nothing is shown that links may not show, nothing written unseen. */
export function newField(input: string, names: readonly string[], columns: Columns): WebFormField {
  const [contact, lead] = [suggestion(names, columns.contact), suggestion(names, columns.lead)];
  const withheld = [contact, lead].some((column) => column?.withheld === true);
  return {
    input,
    contact: contact?.logicalName ?? null,
    lead: lead?.logicalName ?? null,
    exposure: withheld ? 'never' : 'clear',
    submit: 'review',
    blankErases: false,
  };
}

function suggestion(names: readonly string[], columns: readonly Column[]): Column | undefined {
  const free = columns.filter(({ obstacle }) => obstacle === null);
  const lookup = localColumnLookup(free.map(({ logicalName }) => logicalName));
  for (const name of names) {
    const known = lookup(name);
    const displayed = name.toLocaleLowerCase();
    const found = free.find((column) =>
      known === undefined ? column.displayName.toLocaleLowerCase() === displayed : column.logicalName === known,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names of an input that `definition` takes. */
const longestInput = 256;

/** The fields of a form that are not described yet, from its HTML, with a suggestion each. Nothing of the HTML is run or loaded. */
export function fieldsOfHtml(html: string, described: readonly WebFormField[], columns: Columns): WebFormField[] {
  const known = new Set(described.map(({ input }) => input));
  const fields: WebFormField[] = [];
  for (const { names } of readWebForm(new DOMParser().parseFromString(html, 'text/html'))) {
    const [input = ''] = names;
    if (input === '' || input.length > longestInput || known.has(input)) continue;
    known.add(input);
    fields.push(newField(input, names, columns));
  }
  return fields;
}
