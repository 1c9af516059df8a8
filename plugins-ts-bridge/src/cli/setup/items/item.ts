import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import type { Destination } from '../../../ports/destination.js';
import type { OptOutFlag } from '../../../domain/member/settled-outcome.js';

/** What set-up works with. */
export interface SetupContext {
  /** Signed in as who sets up. */
  readonly client: DataverseClient;
  /** The users the service runs as. */
  readonly users: readonly BridgeUser[];
  /** Where Dataverse posts to; `null`: no inbound traffic, polling alone. */
  readonly webhook: { readonly url: string; readonly key: string } | null;
  /** Sender of the mail, as configured. */
  readonly mailFrom: string | null;
  readonly smtp: boolean;
  /** Flags that stand against a mailing, as configured. */
  readonly optOutFlags: readonly OptOutFlag[];
  /** What syncs may be delivered to. */
  readonly destinations: readonly Destination[];
  readonly nameBasedId: (...parts: readonly string[]) => string;
}

export interface BridgeUser {
  readonly clientId: string;
  readonly userId: string;
  readonly businessUnitId: string;
  /** Signed in as this user. */
  readonly client: DataverseClient;
}

/** What looking at one thing found. `detail` is one sentence or less. */
export type Finding =
  | { readonly state: 'right'; readonly detail: string }
  /** Not as it should be, and `apply` makes it so. `detail` says what changes. */
  | { readonly state: 'different'; readonly detail: string; readonly apply: () => Promise<void> }
  /** Not as it should be, and people have to do something: `detail` says what. */
  | { readonly state: 'wrong'; readonly detail: string }
  /** Good to know. */
  | { readonly state: 'note'; readonly detail: string };

/** One thing that has to be right for the service to work. Looking changes nothing. */
export interface SetupItem {
  readonly name: string;
  /** Needs to write in order to look; left out of dry runs. */
  readonly intrusive?: boolean;
  inspect(context: SetupContext): Promise<readonly Finding[]>;
}
