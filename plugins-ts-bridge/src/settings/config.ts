import { resolve } from 'node:path';
import type { PublicColumns } from '@pmds/contracts/fields/public-columns';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { z } from 'zod';
import { ConfigReader, type Environment } from './config-reader.js';
import { authorityOf } from '../domain/dataverse-cloud.js';
import { optOutFlags, usualOptOutFlags, type OptOutFlag } from '../domain/member/settled-outcome.js';
import { isLoopback } from './loopback.js';
import * as is from './schemas.js';
import { readApi, type ApiConfig } from './api.js';
import { readResponses, type ResponseConfig } from './responses.js';
import { Secret } from './secret.js';
import { howToMakeAKey, keysMissing, readKeys, readOptionalKey, refusePlaceholder, type SigningKey } from './keys.js';
import { checkPostgres, checkSmtp, readUnencrypted, type Unencrypted } from './transport.js';

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

interface HttpConfig {
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
interface OperationsConfig {
  readonly host: string;
  /** 0 lets the system choose; the chosen one is printed. */
  readonly port: number;
  /** `null` where only this machine reaches it. */
  readonly key: Secret | null;
}

interface PrefillConfig {
  /** The first one signs, all verify: put a new key in front, drop the old one when its links have expired. */
  readonly keys: readonly SigningKey[];
  readonly origins: readonly string[];
  /** Columns of a contact or lead that a link shows while no completed run selects any. */
  readonly defaultColumns: readonly string[];
  readonly formUrl: string | null;
  /** Requests in a minute with one link, and from one client address. Behind a proxy all clients are one. */
  readonly perLinkPerMinute: number;
  readonly perClientPerMinute: number;
  /** Columns that links may show; `null`: all but those that are sensitive. */
  readonly publicColumns: PublicColumns;
}

/** Reads of single members whom no run has reached. */
interface OnDemandConfig {
  /** What was read is read again when it is older. */
  readonly maxAgeMs: number;
  readonly keepMs: number;
  /** How long an answer that shows nothing is remembered. */
  readonly missMs: number;
  readonly readsPerMinute: number;
  readonly perPersonPerMinute: number;
  readonly perFormPerMinute: number;
  readonly perClientPerMinute: number;
}

interface MailConfig {
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
  readonly responses: ResponseConfig;
  readonly api: ApiConfig;
  readonly mail: MailConfig;
  /** The first one signs the manifests of runs, all verify; those of the links where there are none of their own. */
  readonly manifestKeys: readonly SigningKey[];
  /** Flags of contacts and leads that stand against a mailing. */
  readonly optOutFlags: readonly OptOutFlag[];
  /** How long what is stored of a sync is kept after its row was found deleted, in milliseconds. */
  readonly keepDeletedMs: number;
  /** How long a request that was answered is kept, with its file, in milliseconds. */
  readonly keepRequestsMs: number;
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
    responses: readResponses(reader),
    api: readApi(reader),
    mail: readMail(reader, unencrypted),
    manifestKeys: readKeys(reader, 'PMDS_MANIFEST_KEYS') ?? prefill.keys,
    optOutFlags: readOptOutFlags(reader),
    keepDeletedMs: reader.value('PMDS_RETENTION_DAYS', is.wholeNumber(0, 3_650), 30) * 86_400_000,
    keepRequestsMs: reader.value('PMDS_REQUEST_DAYS', is.wholeNumber(1, 3_650), 7) * 86_400_000,
    exportFolder: readFolder(reader, 'PMDS_EXPORT_FOLDER'),
    pollSeconds: reader.value('PMDS_POLL_SECONDS', is.wholeNumber(1, 3600), 5),
    pageRows: reader.value('PMDS_PAGE_ROWS', is.wholeNumber(1, 5000), 5000),
    logLevel: reader.value('PMDS_LOG_LEVEL', is.oneOf(...logLevels), 'info'),
  };
  return reader.problems.length === 0 ? ok(config) : refused(reader.problems);
}

function readDataverse(reader: ConfigReader, needed: boolean): DataverseConfig {
  const text = (name: string, meaning: string): string =>
    needed ? reader.required(name, meaning) : (reader.optional(name) ?? '');
  const given = text('PMDS_DATAVERSE_URL', 'the address of the Dataverse organization');
  const url = given === '' ? '' : (reader.check('PMDS_DATAVERSE_URL', given, is.serverAddress) ?? '');
  const named = reader.optional('PMDS_AUTHORITY');
  const tenant = named === null ? text('PMDS_TENANT_ID', 'the directory (tenant) id of the app registration') : '';
  const authority =
    named === null
      ? `${authorityOf(url === '' ? '' : new URL(url).hostname)}/${encodeURIComponent(tenant)}`
      : (reader.check('PMDS_AUTHORITY', named, is.address) ?? '');
  const first: ApplicationUser = {
    clientId: text('PMDS_CLIENT_ID', 'the application (client) id of the app registration'),
    clientSecret: new Secret(text('PMDS_CLIENT_SECRET', 'a client secret of the app registration')),
  };
  refusePlaceholder(reader, 'PMDS_CLIENT_SECRET', first.clientSecret.reveal());
  const users = z.array(z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) }));
  const shape = 'a list like [{"clientId":"…","clientSecret":"…"}]';
  const more = reader.value('PMDS_APPLICATION_USERS', is.json(shape, users), []);
  for (const user of more) {
    refusePlaceholder(reader, `PMDS_APPLICATION_USERS: the secret of ${user.clientId}`, user.clientSecret);
  }
  const others = more.map((user) => ({ clientId: user.clientId, clientSecret: new Secret(user.clientSecret) }));
  const setupUser = readSetupUser(reader);
  if (needed) checkProxies(reader);
  const longestPauseMs = reader.value('PMDS_LONGEST_PAUSE_SECONDS', is.wholeNumber(10, 3600), 600) * 1000;
  const distinct = others.filter((user) => user.clientId !== first.clientId);
  return { url, authority, users: [first, ...distinct], setupUser, longestPauseMs };
}

/** Node's own variables; the service uses what they name for everything that it asks outside. */
function checkProxies(reader: ConfigReader): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    reader.value(name, is.proxyAddress, null);
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
  const text = reader.value('PMDS_STORE', is.storeAddress, 'sqlite:.local/bridge');
  if (text.startsWith('sqlite:')) return { kind: 'sqlite', directory: resolve(text.slice('sqlite:'.length)) };
  checkPostgres(reader, new URL(text), unencrypted);
  return { kind: 'postgres', url: new Secret(text) };
}

function readFolder(reader: ConfigReader, name: string): string | null {
  const text = reader.optional(name);
  return text === null ? null : resolve(text);
}

function readHttp(reader: ConfigReader): HttpConfig {
  return {
    host: reader.optional('PMDS_HOST') ?? '127.0.0.1',
    port: reader.value('PMDS_PORT', is.wholeNumber(0, 65_535), 4620),
    publicUrl: reader.value('PMDS_PUBLIC_URL', is.address, null),
    webhookKey: readOptionalKey(reader, 'PMDS_WEBHOOK_KEY'),
    maxConnections: reader.value('PMDS_MAX_CONNECTIONS', is.wholeNumber(10, 100_000), 2_000),
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
  const port = reader.value('PMDS_OPERATIONS_PORT', is.wholeNumber(0, 65_535), http.port === 0 ? 0 : beside);
  if (port !== 0 && port === http.port) {
    reader.problems.push('PMDS_OPERATIONS_PORT is that of PMDS_PORT; the two listeners need a port each.');
  }
  return { host, port, key };
}

const usualColumns = ['firstname', 'lastname', 'emailaddress1'];

function readPrefill(reader: ConfigReader, needed: boolean): PrefillConfig {
  const keys = readKeys(reader, 'PMDS_PREFILL_KEYS');
  if (needed && reader.optional('PMDS_PREFILL_KEYS') === null) {
    reader.problems.push(keysMissing('PMDS_PREFILL_KEYS'));
  }
  return {
    keys: keys ?? [],
    origins: [...new Set(reader.value('PMDS_PREFILL_ORIGINS', is.listOf(is.pageOrigin), []))],
    defaultColumns: reader.value('PMDS_PREFILL_DEFAULT_FIELDS', is.listOf(is.columnName), usualColumns),
    publicColumns: reader.value('PMDS_PUBLIC_COLUMNS', is.publicColumns, null),
    formUrl: reader.value('PMDS_FORM_URL', is.pageAddress, null),
    perLinkPerMinute: reader.value('PMDS_PREFILL_LINK_PER_MINUTE', is.wholeNumber(1, 1_000_000), 120),
    perClientPerMinute: reader.value('PMDS_PREFILL_CLIENT_PER_MINUTE', is.wholeNumber(1, 1_000_000), 60_000),
  };
}

function readOnDemand(reader: ConfigReader): OnDemandConfig {
  const perMinute = is.wholeNumber(1, 100_000);
  return {
    maxAgeMs: reader.value('PMDS_ON_DEMAND_MAX_AGE_MINUTES', is.wholeNumber(0, 1_440), 15) * 60_000,
    keepMs: reader.value('PMDS_ON_DEMAND_KEEP_HOURS', is.wholeNumber(1, 720), 24) * 3_600_000,
    missMs: reader.value('PMDS_ON_DEMAND_MISS_SECONDS', is.wholeNumber(0, 3_600), 60) * 1_000,
    readsPerMinute: reader.value('PMDS_ON_DEMAND_READS_PER_MINUTE', perMinute, 300),
    perPersonPerMinute: reader.value('PMDS_ON_DEMAND_PERSON_PER_MINUTE', perMinute, 30),
    perFormPerMinute: reader.value('PMDS_ON_DEMAND_FORM_PER_MINUTE', perMinute, 300),
    perClientPerMinute: reader.value('PMDS_ON_DEMAND_CLIENT_PER_MINUTE', perMinute, 300),
  };
}

function readOptOutFlags(reader: ConfigReader): readonly OptOutFlag[] {
  const named = reader.value('PMDS_OPT_OUT_FLAGS', is.listOf(is.word(...optOutFlags)), usualOptOutFlags);
  return optOutFlags.filter((flag) => named.includes(flag));
}

function readMail(reader: ConfigReader, unencrypted: Unencrypted): MailConfig {
  const address = reader.value('PMDS_SMTP_URL', is.smtpAddress, null);
  if (address !== null) checkSmtp(reader, new URL(address), unencrypted);
  if (address !== null && reader.optional('PMDS_MAIL_FROM') === null) {
    reader.problems.push('PMDS_MAIL_FROM is missing: with PMDS_SMTP_URL the mail needs a sender address.');
  }
  const from = reader.value('PMDS_MAIL_FROM', is.mailAddress, null);
  const smtpUrl = address === null ? null : new Secret(address);
  return { smtpUrl, from, retrySeconds: reader.value('PMDS_MAIL_RETRY_SECONDS', is.wholeNumber(1, 3600), 300) };
}
