import { startChild, type Child } from './child.js';
import { nodeArguments } from './paths.js';

/** A running local Dataverse. */
export interface LocalDataverse {
  readonly child: Child;
  /** Service root, ends in `/api/data/v9.2/`. */
  readonly url: string;
  /** Address of the organisation, without a path. */
  readonly origin: string;
  readonly authority: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Bearer token of the administrator. */
  readonly token: string;
  /** Root of the paths that no Dataverse has: faults, rows without validation, mailbox. Ends in a slash. */
  readonly adminUrl: string;
  readonly appUrl: string;
}

interface DataverseWish {
  /** 0 = any free port. */
  readonly port: number;
  readonly logFile?: string;
  /** Further options of `npm run dataverse`. */
  readonly options?: readonly string[];
}

/** Starts the local Dataverse without rows; our solution is imported. @throws ChildFailed */
export async function startDataverse(wish: DataverseWish): Promise<LocalDataverse> {
  const child = await startChild({
    name: 'The local Dataverse',
    command: [...nodeArguments.dataverse, '--port', String(wish.port), '--empty', ...(wish.options ?? [])],
    readyWithinMs: 120_000,
    ...(wish.logFile === undefined ? {} : { logFile: wish.logFile }),
  });
  const said = child.answer as Readonly<Record<string, string | undefined>>;
  const text = (name: string): string => {
    const value = said[name];
    if (value === undefined) throw new Error(`The local Dataverse did not say its ${name}.`);
    return value;
  };
  return {
    child,
    url: text('url'),
    origin: new URL(text('url')).origin,
    authority: text('authority'),
    clientId: text('clientId'),
    clientSecret: text('clientSecret'),
    token: text('token'),
    adminUrl: text('adminUrl').replace(/\/?$/, '/'),
    appUrl: text('appUrl'),
  };
}
