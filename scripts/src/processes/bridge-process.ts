import { randomBytes } from 'node:crypto';
import { startChild, type Child } from './child.js';
import type { LocalDataverse } from './dataverse-process.js';
import { nodeArguments } from './paths.js';
import { runCommand, type CommandResult } from './run-command.js';

/** Everything a bridge is told by its environment. It outlives the process, so that a killed bridge can come back as itself. */
export type BridgeEnvironment = Readonly<Record<string, string>>;

interface BridgeWish {
  readonly dataverse: LocalDataverse;
  /** Folder of the bridge's database. */
  readonly store: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Origins whose pages may ask for a prefill. */
  readonly formOrigins: readonly string[];
  /** Web form that recipients' links open. */
  readonly formUrl: string;
}

/** A bridge for the local Dataverse with keys of its own. */
export function bridgeEnvironment(wish: BridgeWish): BridgeEnvironment {
  const secret = () => randomBytes(32).toString('base64url');
  return {
    PMDS_DATAVERSE_URL: wish.dataverse.origin,
    PMDS_AUTHORITY: wish.dataverse.authority,
    PMDS_TENANT_ID: new URL(wish.dataverse.authority).pathname.split('/')[1] ?? '',
    PMDS_CLIENT_ID: wish.dataverse.clientId,
    PMDS_CLIENT_SECRET: wish.dataverse.clientSecret,
    PMDS_STORE: `sqlite:${wish.store}`,
    PMDS_HOST: '127.0.0.1',
    PMDS_PORT: String(wish.port),
    PMDS_OPERATIONS_PORT: '0',
    PMDS_WEBHOOK_KEY: secret(),
    PMDS_PREFILL_KEYS: JSON.stringify([{ kid: 'local-1', secret: secret() }]),
    PMDS_PREFILL_ORIGINS: wish.formOrigins.join(','),
    PMDS_FORM_URL: wish.formUrl,
  };
}

/** A running bridge. */
export interface Bridge {
  readonly child: Child;
  /** Address at which it answers, without a path. */
  readonly url: string;
  /** Address at which it tells operators how it is, without a path. */
  readonly operationsUrl: string;
}

/** Starts `pmds serve`. @throws ChildFailed */
export async function startBridge(env: BridgeEnvironment, logFile?: string): Promise<Bridge> {
  const child = await startChild({
    name: 'The bridge',
    command: [...nodeArguments.bridge, 'serve'],
    env,
    // Generous: what takes long here is a busy machine.
    readyWithinMs: 120_000,
    ...(logFile === undefined ? {} : { logFile }),
  });
  const { url, operations } = child.answer as { readonly url?: string; readonly operations?: string };
  if (url === undefined || operations === undefined) throw new Error('The bridge did not say its addresses.');
  return { child, url: new URL(url).origin, operationsUrl: new URL(operations).origin };
}

/** Runs one command of the bridge's command line, for example `setup`. */
export function pmds(env: BridgeEnvironment, ...args: readonly string[]): Promise<CommandResult> {
  return runCommand([...nodeArguments.bridge, ...args], env);
}
