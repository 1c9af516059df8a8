import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { LinkTerms } from '../../domain/links/link-terms.js';

/** Makes links. The same terms and member make the same link, so what is made twice is made once. */
export interface LinkMaker {
  /** Id of the key that signs. */
  readonly kid: string;
  linkOf(terms: LinkTerms, table: SelectableTable, id: RowId): string;
}
