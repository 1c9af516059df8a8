import type { CallCounter } from './admin/call-counter.js';
import type { Mailbox } from './admin/mailbox.js';
import type { PageTriggers } from './admin/page-triggers.js';
import type { Store } from './data/store.js';
import type { AppRegistrations } from './identity/entra/app-registrations.js';
import type { ExposedApis } from './identity/entra/exposed-apis.js';
import type { Authenticator } from './identity/authenticate.js';
import type { Tokens } from './identity/entra/tokens.js';
import type { Faults } from './limits/faults.js';
import type { PageTurns } from './limits/page-turns.js';
import type { ServiceProtection } from './limits/service-protection.js';
import type { ThrottleOrders } from './limits/throttle-orders.js';
import type { DeltaTokens } from './messages/change-tracking.js';
import type { Keeper } from './keeper.js';
import type { Webhooks } from './messages/steps/webhooks.js';
import type { WriteLock } from './write/write-lock.js';

/** What can be changed while it runs, by the admin path or the command line. */
export interface Behaviour {
  /** Simulated server time of a page of rows, in milliseconds. */
  pageMs: number;
  /** `x-ms-dop-hint`: recommended number of parallel requests. */
  dopHint: number;
  /** Added to the machine's clock, in milliseconds. */
  clockOffsetMs: number;
}

/** One running organisation: its rows and everything that acts on them. Made by `compose.ts`, used by every request. */
export interface Organisation {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly tenantId: string;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly registrations: AppRegistrations;
  /** APIs other than Dataverse that the tenant issues tokens for. */
  readonly apis: ExposedApis;
  readonly authenticator: Authenticator;
  readonly writeLock: WriteLock;
  readonly webhooks: Webhooks;
  readonly protection: ServiceProtection;
  readonly throttle: ThrottleOrders;
  readonly faults: Faults;
  readonly behaviour: Behaviour;
  readonly calls: CallCounter;
  readonly triggers: PageTriggers;
  readonly pageTurns: PageTurns;
  readonly mailbox: Mailbox;
  readonly deltaTokens: DeltaTokens;
  readonly keeper: Keeper;
}
