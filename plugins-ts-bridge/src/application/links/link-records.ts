import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { csvRecord, harmlessText } from '../../domain/delivery/csv-text.js';
import type { LinkTerms } from '../../domain/links/link-terms.js';
import type { LinkMaker } from '../../ports/links/link-maker.js';
import type { LinkMembers } from '../../ports/store/links/link-members.js';
import type { ProfileValues } from '../../ports/store/profiles.js';

/** A page is about half a megabyte of text. */
const pageRows = 2_000;

/**
 * The links of a sync's members as the records of a CSV file, a page at a time: id, name, e-mail, link. Name and e-mail are those
 * that the sync selects. However many members there are, a page of them is in memory.
 */
export async function* linkRecords(
  { members, links }: { readonly members: LinkMembers; readonly links: LinkMaker },
  dataSyncId: RowId,
  terms: LinkTerms,
): AsyncGenerator<string> {
  yield csvRecord(['id', 'name', 'email', 'link']);
  for (const table of selectableTables) {
    for (let after: RowId | null = null; ;) {
      const page = await members.page(dataSyncId, table, after, pageRows);
      let text = '';
      for (const { id, values } of page.members) {
        const cells = [nameOf(values), textAt(values, 'emailaddress1')].map(harmlessText);
        text += csvRecord([id, ...cells, links.linkOf(terms, table, id)]);
      }
      if (text !== '') yield text;
      if (page.last === null) break;
      after = page.last;
    }
  }
}

function nameOf(values: ProfileValues): string {
  const whole = textAt(values, 'fullname');
  if (whole !== '') return whole;
  return [textAt(values, 'firstname'), textAt(values, 'lastname')].filter((part) => part !== '').join(' ');
}

function textAt(values: ProfileValues, column: string): string {
  const value = values[column];
  return typeof value === 'string' ? value : '';
}
