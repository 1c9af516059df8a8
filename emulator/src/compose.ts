import { readFileSync } from 'node:fs';
import { CallCounter } from './admin/call-counter.js';
import { changeRows } from './admin/change-rows.js';
import { recountLists } from './admin/load-rows.js';
import { Mailbox } from './admin/mailbox.js';
import { PageTriggers } from './admin/page-triggers.js';
import { Store } from './data/store.js';
import { startServer } from './http/server.js';
import { AppRegistrations } from './identity/entra/app-registrations.js';
import { Authenticator } from './identity/authenticate.js';
import { ExposedApis } from './identity/entra/exposed-apis.js';
import { giveRoles } from './identity/give-roles.js';
import { assignSampleRoles, makeApplicationUser, seedOrganisation } from './identity/seed-users.js';
import { Tokens } from './identity/entra/tokens.js';
import { wellKnown } from './identity/well-known.js';
import { Faults } from './limits/faults.js';
import { PageTurns } from './limits/page-turns.js';
import { documentedLimits, ServiceProtection } from './limits/service-protection.js';
import { ThrottleOrders } from './limits/throttle-orders.js';
import { Keeper } from './keeper.js';
import { DeltaTokens } from './messages/change-tracking.js';
import { seedMessages } from './messages/message-catalogue.js';
import { Webhooks } from './messages/steps/webhooks.js';
import { Model } from './model/model.js';
import type { Behaviour, Organisation } from './organisation.js';
import type { LocalDataverseOptions } from './options.js';
import { generateRows } from './seed/volume.js';
import { addStandardTables } from './snapshot/standard-tables.js';
import { importSolution } from './solution/import-solution.js';
import { WriteLock } from './write/write-lock.js';

/** What a client needs to know; printed as one JSON line by the command. */
interface Connection {
  /** Service root, ends in `/api/data/v9.2/`. */
  readonly url: string;
  readonly authority: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** A bearer token of an administrator, valid for a year. */
  readonly token: string;
  /** Without a slash at the end: `POST <adminUrl>/throttle`. */
  readonly adminUrl: string;
  readonly appUrl: string;
}

export interface LocalDataverse extends AsyncDisposable {
  readonly connection: Connection;
  readonly organisation: Organisation;
  close(): Promise<void>;
}

const yearSeconds = 365 * 86_400;

/** Builds an organisation and answers for it until it is closed. */
export async function startLocalDataverse(options: LocalDataverseOptions): Promise<LocalDataverse> {
  const organisation = makeOrganisation(options);
  const { store } = organisation;
  const solution = options.solution === undefined ? null : readFileSync(options.solution);
  if (solution !== null) importSolution(solution, store);
  if (options.data !== undefined) organisation.keeper.open(store, options.data);
  if (!options.empty && store.rows('contact').size === 0) {
    generateRows(store, { contacts: options.contacts, leads: options.leads, columns: options.columns });
    recountLists(store);
    organisation.keeper.volumeLoaded();
  }
  seedMessages(store);
  assignSampleRoles(store);
  const userId = makeApplicationUser(store, options.clientId, 'Local application');
  giveRoles(store, userId, options.leastPrivilege ? ['Profile Sync Application'] : ['System Administrator']);
  organisation.registrations.register(options.clientId, options.clientSecret);
  const server = await startServer(organisation, options);
  const close = async (): Promise<void> => {
    await server.close();
    await organisation.webhooks.close();
    organisation.mailbox.close();
    organisation.keeper.close();
  };
  const connection = await connectionOf(organisation, server.origin, options);
  return { connection, organisation, close, [Symbol.asyncDispose]: close };
}

function makeOrganisation(options: LocalDataverseOptions): Organisation {
  const model = new Model();
  addStandardTables(model);
  const behaviour: Behaviour = { pageMs: options.pageMs, dopHint: options.dopHint, clockOffsetMs: 0 };
  const store = new Store(model, () => new Date(Date.now() + behaviour.clockOffsetMs));
  seedOrganisation(store);
  if (options.unresolvedRecipients) {
    store.update('organization', wellKnown.organizationId, { allowunresolvedpartiesonemailsend: true });
  }
  const { organizationId, organizationName, tenantId } = wellKnown;
  const tokens = new Tokens(tenantId);
  const authenticator = new Authenticator(store, tokens);
  const webhooks = new Webhooks(store, { organizationId, organizationName });
  const protection = new ServiceProtection();
  protection.limits = { ...documentedLimits, on: options.limits };
  return {
    organizationId,
    organizationName,
    tenantId,
    store,
    tokens,
    registrations: new AppRegistrations(),
    apis: new ExposedApis(tenantId),
    authenticator,
    writeLock: new WriteLock(),
    webhooks,
    protection,
    pageTurns: new PageTurns(),
    throttle: new ThrottleOrders(),
    faults: new Faults(),
    behaviour,
    calls: new CallCounter(),
    triggers: new PageTriggers((actions) => {
      changeRows({ store, authenticator, webhooks }, actions);
    }),
    mailbox: new Mailbox(store),
    deltaTokens: new DeltaTokens(),
    keeper: new Keeper(),
  };
}

async function connectionOf(
  organisation: Organisation,
  origin: string,
  options: LocalDataverseOptions,
): Promise<Connection> {
  const administrator = { kind: 'user', id: wellKnown.administratorId } as const;
  return {
    url: `${origin}/api/data/v9.2/`,
    authority: `${origin}/${organisation.tenantId}`,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    scope: `${origin}/.default`,
    token: await organisation.tokens.issue(administrator, origin, yearSeconds),
    adminUrl: `${origin}/_emulator`,
    appUrl: appUrl(organisation.store, origin),
  };
}

/** The list of the imported app's first table, or the start page where no app was imported. */
function appUrl(store: Store, origin: string): string {
  const apps = store.rows('appmodule');
  const hasTable = store.model.findTable('pmds_datasync') !== undefined;
  for (const row of apps.all()) {
    return `${origin}/main.aspx?appid=${apps.id(row)}${hasTable ? '&pagetype=entitylist&etn=pmds_datasync' : ''}`;
  }
  return `${origin}/`;
}
