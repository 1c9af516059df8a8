import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { LinkFacts } from '../../../domain/revocation.js';
import type { WebForm } from '../../../domain/web-form/web-form.js';
import type { ClosedMember } from '../closed-members.js';
import type { StoredProfile } from '../profiles.js';

/** A link whose signature holds, with the table of its row. */
export type LinkOfMember = LinkFacts & { readonly table: SelectableTable };

/** All that the store knows of what a link opens, as of one moment. */
export interface Opening {
  /** Taken back, by whatever rule. */
  readonly revoked: boolean;
  /** Why the member is closed, `null` when he is not. */
  readonly closed: ClosedMember | null;
  /** The form that the link names by its key; `null` where it names none, or one that is not there. */
  readonly form: WebForm | null;
  /**
   * From the syncs that hold the member, per column from the one that ended last; else as he was fetched on demand. Of a link
   * that names a form: the columns of the form alone.
   */
  readonly profile: StoredProfile | null;
}

/** Asked once for each opening of a form: one read of indexed rows. */
export interface Openings {
  open(link: LinkOfMember): Promise<Opening>;
}
