import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAdmin } from './dataverse/admin.js';
import { startForms, type FormsServer } from './forms-server.js';
import {
  bridgeEnvironment,
  pmds,
  startBridge,
  type Bridge,
  type BridgeEnvironment,
} from './processes/bridge-process.js';
import { startDataverse, type LocalDataverse } from './processes/dataverse-process.js';
import { requireFreePort } from './processes/ports.js';
import { seedFields } from './population/seed-fields.js';
import type { SeedTable } from './seeds/seed.js';
import { StartError } from './start-error.js';

/** Local Dataverse, bridge and sample web forms, all answering, the bridge set up in the Dataverse. */
export interface LocalSystem extends AsyncDisposable {
  readonly dataverse: LocalDataverse;
  readonly forms: FormsServer;
  readonly bridge: () => Bridge;
  readonly env: BridgeEnvironment;
  /**
   * Starts the bridge for the first time and registers it with the Dataverse.
   * @param shown Columns that links may show, those of the seeds when left out: a rehearsal compares what links show with what
   *   was loaded, and the bridge's own default holds back income and family.
   */
  readonly connect: (shown?: Readonly<Record<SeedTable, readonly string[]>>) => Promise<void>;
  /** Starts the bridge again after it has ended, as itself: same address, keys and database. */
  readonly restartBridge: () => Promise<void>;
}

export interface LocalSystemWish {
  readonly ports: { readonly dataverse: number; readonly bridge: number; readonly forms: number };
  /** Folder for database and logs; `null` = a temporary one that goes when the system stops. */
  readonly dataFolder: string | null;
  /** Page that recipients' links open. */
  readonly formPage: string;
  /** Further options of the local Dataverse, and further environment of the bridge. */
  readonly dataverseOptions?: readonly string[];
  readonly bridgeEnvironment?: BridgeEnvironment;
}

/** Starts Dataverse and forms; the bridge follows with `connect`, after rows were loaded. @throws StartError, ChildFailed */
export async function startLocalSystem(wish: LocalSystemWish): Promise<LocalSystem> {
  await requireFreePort(wish.ports.dataverse, 'port-dataverse', 'the local Dataverse');
  await requireFreePort(wish.ports.bridge, 'port-bridge', 'the bridge');
  await requireFreePort(wish.ports.forms, 'port-forms', 'the sample web forms');
  const folder = wish.dataFolder ?? mkdtempSync(join(tmpdir(), 'pmds-'));
  mkdirSync(folder, { recursive: true });
  const exports = join(folder, 'exports');
  mkdirSync(exports, { recursive: true });
  const log = (name: string) => join(folder, `${name}.log`);
  const undo: (() => unknown)[] = [];
  if (wish.dataFolder === null) undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const stopAll = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const forms = await startForms(wish.ports.forms);
    undo.push(() => forms.stop());
    // The service works with the rights that ship, no more; only the set-up command is an administrator's.
    const options = ['--least-privilege', ...(wish.dataverseOptions ?? [])];
    const dataverse = await startDataverse({ port: wish.ports.dataverse, logFile: log('dataverse'), options });
    undo.push(() => dataverse.child.stop());
    let env: BridgeEnvironment = {
      ...bridgeEnvironment({
        dataverse,
        store: join(folder, 'bridge'),
        port: wish.ports.bridge,
        formOrigins: [forms.url],
        formUrl: `${forms.url}/${wish.formPage}`,
      }),
      PMDS_EXPORT_FOLDER: exports,
      ...wish.bridgeEnvironment,
    };
    let bridge: Bridge | null = null;
    undo.push(() => bridge?.child.stop());
    const start = async () => {
      bridge = await startBridge(env, log('bridge'));
      // Whoever asked for any port keeps the one that was given: set-up has told Dataverse this address.
      env = { ...env, PMDS_PORT: new URL(bridge.url).port };
      forms.useBridge(bridge.url);
      return bridge;
    };
    return {
      dataverse,
      forms,
      get env() {
        return env;
      },
      bridge: () => {
        if (bridge === null) throw new Error('The bridge has not been started.');
        return bridge;
      },
      connect: async (shown = seedFields) => {
        env = { PMDS_PUBLIC_COLUMNS: [...new Set([...shown.contact, ...shown.lead])].join(','), ...env };
        await setUp(dataverse, env, (await start()).url);
      },
      restartBridge: async () => {
        await start();
      },
      [Symbol.asyncDispose]: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function setUp(dataverse: LocalDataverse, env: BridgeEnvironment, bridgeUrl: string): Promise<void> {
  const administrator = { clientId: randomUUID(), clientSecret: randomBytes(32).toString('base64url') };
  await askAdmin(dataverse.adminUrl, 'POST', 'clients', {
    ...administrator,
    name: 'Set-up',
    roles: ['System Administrator'],
  });
  const asAdministrator = {
    ...env,
    PMDS_SETUP_CLIENT_ID: administrator.clientId,
    PMDS_SETUP_CLIENT_SECRET: administrator.clientSecret,
  };
  const result = await pmds(asAdministrator, 'setup', '--webhook-url', bridgeUrl);
  if (result.code === 0) return;
  throw new StartError(`The set-up command ended with ${String(result.code)}.\n${result.stdout}${result.stderr}`);
}
