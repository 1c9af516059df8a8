import { resolve } from 'node:path';
import { parsePublicColumns, type PublicColumns } from '@pmds/contracts/fields/public-columns';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { z } from 'zod';
import { ConfigReader, isLoopback, type Environment } from './config-reader.js';
import { authorityOf } from '../domain/dataverse-cloud.js';
import { optOutFlags, usualOptOutFlags, type OptOutFlag } from '../domain/member/settled-outcome.js';
import { Secret } from './secret.js';
import { howToMakeAKey, keysMissing, readKeys, readOptionalKey, refusePlaceholder, type SigningKey } from './keys.js';
import { checkPostgres, checkSmtp, readUnencrypted, type Unencrypted } from './transport.js';

export type { SigningKey } from './keys.js';

/** An application user of the environment: its app registration's id and secret. */
export interface ApplicationUser {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export interface DataverseConfig {
  /** Address of the organization, without `/api` and without a slash at its end. */
  readonly url: string;
  readonly authority: string;
  /** The first one answers for the service; further ones share the reading. */
  readonly users: readonly [ApplicationUser, ...ApplicationUser[]];
  /** An administrator's app registration for set-up alone; `null`: the first user has the rights itself. */
  readonly setupUser: ApplicationUser | null;
  /** The longest wait that Dataverse or the sign-in service can impose, in milliseconds; then it is asked again. */
  readonly longestPauseMs: number;
}

export type StoreConfig =
  { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: Secret };

export interface HttpConfig {
  readonly host: string;
  /** 0 lets the system choose; the chosen one is printed. */
  readonly port: number;
  /** Where Dataverse reaches this service; `null` without inbound traffic. */
  readonly publicUrl: string | null;
  /** `null` switches the webhook off: then requests are found by polling alone. */
  readonly webhookKey: Secret | null;
  /** Connections that each listener has at a time. */
  readonly maxConnections: number;
}

/** Where operators ask how the service is. */
export interface OperationsConfig {
  readonly host: string;
  /** 0 lets the system choose; the chosen one is printed. */
  readonly port: number;
  /** `null` where only this machine reaches it. */
  readonly key: Secret | null;
}

export interface PrefillConfig {
  /** The first one signs, all verify: put a new key in front, drop the old one when its links have expired. */
  readonly keys: readonly SigningKey[];
  readonly origins: readonly string[];
  /** Columns of a contact or lead that a link shows while no completed run selects any. */
  readonly defaultColumns: readonly string[];
  readonly formUrl: string | null;
  /** Columns that links may show; `null`: all but those that are sensitive. */
  readonly publicColumns: PublicColumns;
}

/** Reads of single members whom no run has reached. */
export interface OnDemandConfig {
  /** What was read is read again when it is older. */
  readonly maxAgeMs: number;
  readonly keepMs: number;
  /** How long an answer that shows nothing is remembered. */
  readonly missMs: number;
  readonly readsPerMinute: number;
  readonly perPersonPerMinute: number;
  readonly perClientPerMinute: number;
}

export interface MailConfig {
  readonly smtpUrl: Secret | null;
  /** Sender: address of a queue or user in Dataverse, and the sender for SMTP. `null`: the first queue that may send. */
  readonly from: string | null;
  /** Pause before a mail that a server put off is sent again; it doubles each time, up to an hour. */
  readonly retrySeconds: number;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly dataverse: DataverseConfig;
  readonly store: StoreConfig;
  readonly http: HttpConfig;
  readonly operations: OperationsConfig;
  readonly prefill: PrefillConfig;
  readonly onDemand: OnDemandConfig;
  readonly mail: MailConfig;
  /** The first one signs the manifests of runs, all verify; those of the links where there are none of their own. */
  readonly manifestKeys: readonly SigningKey[];
  /** Flags of contacts and leads that stand against a mailing. */
  readonly optOutFlags: readonly OptOutFlag[];
  /** How long what is stored of a sync is kept after its row was found deleted, in milliseconds. */
  readonly keepDeletedMs: number;
  /** Where runs put the files that syncs export; `null`: no sync may export any. */
  readonly exportFolder: string | null;
  readonly pollSeconds: number;
  readonly pageRows: number;
  readonly logLevel: LogLevel;
}

/** What a command cannot do without, beside what is always checked. */
export interface ConfigNeeds {
  readonly dataverse: boolean;
  readonly prefillKeys: boolean;
}

/** Reads the environment. Every problem comes at once, one sentence each; none repeats the value of a secret. */
export function readConfig(environment: Environment, needs: ConfigNeeds): Result<Config, readonly string[]> {
  const reader = new ConfigReader(environment);
  const prefill = readPrefill(reader, needs.prefillKeys);
  const unencrypted = readUnencrypted(reader);
  const http = readHttp(reader);
  const config: Config = {
    dataverse: readDataverse(reader, needs.dataverse),
    store: readStore(reader, unencrypted),
    http,
    operations: readOperations(reader, http),
    prefill,
    onDemand: readOnDemand(reader),
    mail: readMail(reader, unencrypted),
    manifestKeys: readKeys(reader, 'PMDS_MANIFEST_KEYS') ?? prefill.keys,
    optOutFlags: readOptOutFlags(reader),
    keepDeletedMs: reader.integer('PMDS_RETENTION_DAYS', 30, { min: 0, max: 3_650 }) * 86_400_000,
    exportFolder: readFolder(reader, 'PMDS_EXPORT_FOLDER'),
    pollSeconds: reader.integer('PMDS_POLL_SECONDS', 5, { min: 1, max: 3600 }),
    pageRows: reader.integer('PMDS_PAGE_ROWS', 5000, { min: 1, max: 5000 }),
    logLevel: reader.oneOf('PMDS_LOG_LEVEL', logLevels, 'info'),
  };
  return reader.problems.length === 0 ? ok(config) : refused(reader.problems);
}

function readDataverse(reader: ConfigReader, needed: boolean): DataverseConfig {
  const text = (name: string, meaning: string): string =>
    needed ? reader.required(name, meaning) : (reader.optional(name) ?? '');
  const url = reader.origin(
    'PMDS_DATAVERSE_URL',
    text('PMDS_DATAVERSE_URL', 'the address of the Dataverse organization'),
  );
  const named = reader.optional('PMDS_AUTHORITY');
  const tenant = named === null ? text('PMDS_TENANT_ID', 'the directory (tenant) id of the app registration') : '';
  const authority =
    named === null
      ? `${authorityOf(url === '' ? '' : new URL(url).hostname)}/${encodeURIComponent(tenant)}`
      : reader.url('PMDS_AUTHORITY', named);
  const first: ApplicationUser = {
    clientId: text('PMDS_CLIENT_ID', 'the application (client) id of the app registration'),
    clientSecret: new Secret(text('PMDS_CLIENT_SECRET', 'a client secret of the app registration')),
  };
  refusePlaceholder(reader, 'PMDS_CLIENT_SECRET', first.clientSecret.reveal());
  const users = z.array(z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) }));
  const more = reader.json('PMDS_APPLICATION_USERS', 'a list like [{"clientId":"…","clientSecret":"…"}]', (value) => {
    const parsed = users.safeParse(value);
    return parsed.success ? parsed.data : null;
  });
  for (const user of more ?? []) {
    refusePlaceholder(reader, `PMDS_APPLICATION_USERS: the secret of ${user.clientId}`, user.clientSecret);
  }
  const others = (more ?? []).map((user) => ({ clientId: user.clientId, clientSecret: new Secret(user.clientSecret) }));
  const setupUser = readSetupUser(reader);
  if (needed) checkProxies(reader);
  const longestPauseMs = reader.integer('PMDS_LONGEST_PAUSE_SECONDS', 600, { min: 10, max: 3600 }) * 1000;
  const distinct = others.filter((user) => user.clientId !== first.clientId);
  return { url, authority, users: [first, ...distinct], setupUser, longestPauseMs };
}

/** Node's own variables; the service uses what they name for everything that it asks outside. */
function checkProxies(reader: ConfigReader): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    const text = reader.optional(name);
    if (text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) continue;
    // Not repeated: it may hold a password.
    reader.problems.push(`${name} cannot be read; it has to be an address such as http://proxy.example.com:3128.`);
  }
}

function readSetupUser(reader: ConfigReader): ApplicationUser | null {
  const clientId = reader.optional('PMDS_SETUP_CLIENT_ID');
  if (clientId === null) return null;
  const meaning = 'the client secret that belongs to PMDS_SETUP_CLIENT_ID';
  const clientSecret = reader.secret('PMDS_SETUP_CLIENT_SECRET', meaning);
  refusePlaceholder(reader, 'PMDS_SETUP_CLIENT_SECRET', clientSecret.reveal());
  return { clientId, clientSecret };
}

function readStore(reader: ConfigReader, unencrypted: Unencrypted): StoreConfig {
  const text = reader.optional('PMDS_STORE') ?? 'sqlite:.local/bridge';
  if (/^postgres(ql)?:\/\//i.test(text) && URL.canParse(text)) {
    checkPostgres(reader, new URL(text), unencrypted);
    return { kind: 'postgres', url: new Secret(text) };
  }
  const directory = /^sqlite:(.+)$/.exec(text)?.[1];
  if (directory !== undefined) return { kind: 'sqlite', directory: resolve(directory) };
  reader.problems.push('PMDS_STORE has to be sqlite:<folder> or postgres://<user>:<password>@<host>/<database>.');
  return { kind: 'sqlite', directory: '' };
}

function readFolder(reader: ConfigReader, name: string): string | null {
  const text = reader.optional(name);
  return text === null ? null : resolve(text);
}

function readHttp(reader: ConfigReader): HttpConfig {
  const publicUrl = reader.optional('PMDS_PUBLIC_URL');
  return {
    host: reader.optional('PMDS_HOST') ?? '127.0.0.1',
    port: reader.integer('PMDS_PORT', 4620, { min: 0, max: 65_535 }),
    publicUrl: publicUrl === null ? null : reader.url('PMDS_PUBLIC_URL', publicUrl),
    webhookKey: readOptionalKey(reader, 'PMDS_WEBHOOK_KEY'),
    maxConnections: reader.integer('PMDS_MAX_CONNECTIONS', 2_000, { min: 10, max: 100_000 }),
  };
}

function readOperations(reader: ConfigReader, http: HttpConfig): OperationsConfig {
  const host = reader.optional('PMDS_OPERATIONS_HOST') ?? '127.0.0.1';
  const key = readOptionalKey(reader, 'PMDS_OPERATIONS_KEY');
  if (key === null && !isLoopback(host)) {
    reader.problems.push(
      `PMDS_OPERATIONS_KEY is missing: PMDS_OPERATIONS_HOST lets other machines ask how the service is. ${howToMakeAKey}`,
    );
  }
  // The port beside the other; whoever takes any port for one takes any for both.
  const beside = http.port === 65_535 ? 65_534 : http.port + 1;
  const port = reader.integer('PMDS_OPERATIONS_PORT', http.port === 0 ? 0 : beside, { min: 0, max: 65_535 });
  if (port !== 0 && port === http.port) {
    reader.problems.push('PMDS_OPERATIONS_PORT is that of PMDS_PORT; the two listeners need a port each.');
  }
  return { host, port, key };
}

function readPrefill(reader: ConfigReader, needed: boolean): PrefillConfig {
  const keys = readKeys(reader, 'PMDS_PREFILL_KEYS');
  if (needed && reader.optional('PMDS_PREFILL_KEYS') === null) {
    reader.problems.push(keysMissing('PMDS_PREFILL_KEYS'));
  }
  const formUrl = reader.optional('PMDS_FORM_URL');
  return {
    keys: keys ?? [],
    origins: readOrigins(reader),
    defaultColumns: readDefaultColumns(reader),
    publicColumns: readPublicColumns(reader),
    formUrl: formUrl === null ? null : reader.page('PMDS_FORM_URL', formUrl),
  };
}

function readOrigins(reader: ConfigReader): readonly string[] {
  const origins = new Set<string>();
  for (const part of (reader.optional('PMDS_PREFILL_ORIGINS') ?? '').split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    // The exact text a browser sends in `Origin`; a wildcard or a path would never match, or match too much.
    const origin = URL.canParse(part) ? new URL(part).origin : 'null';
    if (origin === 'null' || origin !== part.replace(/\/$/, '').toLowerCase()) {
      reader.problems.push(`PMDS_PREFILL_ORIGINS holds "${part}"; an origin looks like https://forms.example.com.`);
    } else if (new URL(origin).protocol === 'http:' && !isLoopback(new URL(origin).hostname)) {
      reader.problems.push(`PMDS_PREFILL_ORIGINS holds "${part}", which is not encrypted; it has to begin with https.`);
    } else origins.add(origin);
  }
  return [...origins];
}

function readPublicColumns(reader: ConfigReader): PublicColumns {
  const parsed = parsePublicColumns(reader.optional('PMDS_PUBLIC_COLUMNS') ?? '');
  if ('allowed' in parsed) return parsed.allowed;
  reader.problems.push(`PMDS_PUBLIC_COLUMNS holds "${parsed.wrong}", which is not the logical name of a column.`);
  return new Set();
}

function readOnDemand(reader: ConfigReader): OnDemandConfig {
  const perMinute = { min: 1, max: 100_000 };
  return {
    maxAgeMs: reader.integer('PMDS_ON_DEMAND_MAX_AGE_MINUTES', 15, { min: 0, max: 1_440 }) * 60_000,
    keepMs: reader.integer('PMDS_ON_DEMAND_KEEP_HOURS', 24, { min: 1, max: 720 }) * 3_600_000,
    missMs: reader.integer('PMDS_ON_DEMAND_MISS_SECONDS', 60, { min: 0, max: 3_600 }) * 1_000,
    readsPerMinute: reader.integer('PMDS_ON_DEMAND_READS_PER_MINUTE', 300, perMinute),
    perPersonPerMinute: reader.integer('PMDS_ON_DEMAND_PERSON_PER_MINUTE', 30, perMinute),
    perClientPerMinute: reader.integer('PMDS_ON_DEMAND_CLIENT_PER_MINUTE', 300, perMinute),
  };
}

function readDefaultColumns(reader: ConfigReader): readonly string[] {
  const text = reader.optional('PMDS_PREFILL_DEFAULT_FIELDS') ?? 'firstname,lastname,emailaddress1';
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[a-z_][a-z0-9_]{0,127}$/.test(name));
  if (wrong === undefined) return names;
  reader.problems.push(`PMDS_PREFILL_DEFAULT_FIELDS holds "${wrong}", which is not the logical name of a column.`);
  return [];
}

function readOptOutFlags(reader: ConfigReader): readonly OptOutFlag[] {
  const text = reader.optional('PMDS_OPT_OUT_FLAGS') ?? usualOptOutFlags.join(',');
  const names = new Set(text.split(',').map((name) => name.trim().toLowerCase()));
  const wrong = [...names].find((name) => !optOutFlags.some((flag) => flag === name));
  if (wrong === undefined) return optOutFlags.filter((flag) => names.has(flag));
  reader.problems.push(`PMDS_OPT_OUT_FLAGS holds "${wrong}"; possible are ${optOutFlags.join(', ')}.`);
  return [];
}

function readMail(reader: ConfigReader, unencrypted: Unencrypted): MailConfig {
  const smtpUrl = reader.optionalSecret('PMDS_SMTP_URL');
  const address = smtpUrl === null ? null : smtpUrl.reveal();
  if (address !== null && /^smtps?:\/\/[^/]+/i.test(address) && URL.canParse(address)) {
    checkSmtp(reader, new URL(address), unencrypted);
  } else if (address !== null) {
    reader.problems.push('PMDS_SMTP_URL has to be smtp://<host>:<port> or smtps://<user>:<password>@<host>.');
  }
  const from = reader.optional('PMDS_MAIL_FROM');
  if (smtpUrl !== null && from === null) {
    reader.problems.push('PMDS_MAIL_FROM is missing: with PMDS_SMTP_URL the mail needs a sender address.');
  }
  if (from !== null && !/^[^\s@<>]+@[^\s@<>]+$/.test(from)) {
    reader.problems.push('PMDS_MAIL_FROM has to be one e-mail address.');
  }
  return { smtpUrl, from, retrySeconds: reader.integer('PMDS_MAIL_RETRY_SECONDS', 300, { min: 1, max: 3600 }) };
}
