import { resolve } from 'node:path';
import { ok, refused, type Result } from '@pmds/contracts/result';
import { z } from 'zod';
import { ConfigReader, type Environment } from './config-reader.js';
import { optOutFlags, usualOptOutFlags, type OptOutFlag } from './domain/settled-outcome.js';
import { Secret } from './secret.js';

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
}

/** A secret with the name under which signatures refer to it. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: Secret;
}

export interface PrefillConfig {
  /** The first one signs, all verify: put a new key in front, drop the old one when its links have expired. */
  readonly keys: readonly SigningKey[];
  readonly origins: readonly string[];
  /** Columns of a contact or lead that a link shows while no completed run selects any. */
  readonly defaultColumns: readonly string[];
  readonly formUrl: string | null;
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
  readonly prefill: PrefillConfig;
  readonly mail: MailConfig;
  /** The first one signs the manifests of runs, all verify; those of the links where there are none of their own. */
  readonly manifestKeys: readonly SigningKey[];
  /** Flags of contacts and leads that stand against a mailing. */
  readonly optOutFlags: readonly OptOutFlag[];
  readonly pollSeconds: number;
  readonly pageRows: number;
  readonly logLevel: LogLevel;
}

/** What a command cannot do without, beside what is always checked. */
export interface ConfigNeeds {
  readonly dataverse: boolean;
  readonly prefillKeys: boolean;
}

const minSecretLength = 32;

/** Reads the environment. Every problem comes at once, one sentence each; none repeats the value of a secret. */
export function readConfig(environment: Environment, needs: ConfigNeeds): Result<Config, readonly string[]> {
  const reader = new ConfigReader(environment);
  const prefill = readPrefill(reader, needs.prefillKeys);
  const config: Config = {
    dataverse: readDataverse(reader, needs.dataverse),
    store: readStore(reader),
    http: readHttp(reader),
    prefill,
    mail: readMail(reader),
    manifestKeys: readKeys(reader, 'PMDS_MANIFEST_KEYS') ?? prefill.keys,
    optOutFlags: readOptOutFlags(reader),
    pollSeconds: reader.integer('PMDS_POLL_SECONDS', 5, { min: 1, max: 3600 }),
    pageRows: reader.integer('PMDS_PAGE_ROWS', 5000, { min: 1, max: 5000 }),
    logLevel: reader.oneOf('PMDS_LOG_LEVEL', logLevels, 'info'),
  };
  return reader.problems.length === 0 ? ok(config) : refused(reader.problems);
}

function readDataverse(reader: ConfigReader, needed: boolean): DataverseConfig {
  const text = (name: string, meaning: string): string =>
    needed ? reader.required(name, meaning) : (reader.optional(name) ?? '');
  const url = reader.url('PMDS_DATAVERSE_URL', text('PMDS_DATAVERSE_URL', 'the address of the Dataverse organization'));
  if (/\/api(\/|$)/.test(url)) {
    reader.problems.push('PMDS_DATAVERSE_URL holds a path; give the address of the organization without /api.');
  }
  const named = reader.optional('PMDS_AUTHORITY');
  const tenant = named === null ? text('PMDS_TENANT_ID', 'the directory (tenant) id of the app registration') : '';
  const authority =
    named === null
      ? `https://login.microsoftonline.com/${encodeURIComponent(tenant)}`
      : reader.url('PMDS_AUTHORITY', named);
  const first: ApplicationUser = {
    clientId: text('PMDS_CLIENT_ID', 'the application (client) id of the app registration'),
    clientSecret: new Secret(text('PMDS_CLIENT_SECRET', 'a client secret of the app registration')),
  };
  const users = z.array(z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) }));
  const more = reader.json('PMDS_APPLICATION_USERS', 'a list like [{"clientId":"…","clientSecret":"…"}]', (value) => {
    const parsed = users.safeParse(value);
    return parsed.success ? parsed.data : null;
  });
  const others = (more ?? []).map((user) => ({ clientId: user.clientId, clientSecret: new Secret(user.clientSecret) }));
  const setupUser = readSetupUser(reader);
  return { url, authority, users: [first, ...others.filter((user) => user.clientId !== first.clientId)], setupUser };
}

function readSetupUser(reader: ConfigReader): ApplicationUser | null {
  const clientId = reader.optional('PMDS_SETUP_CLIENT_ID');
  if (clientId === null) return null;
  const meaning = 'the client secret that belongs to PMDS_SETUP_CLIENT_ID';
  return { clientId, clientSecret: reader.secret('PMDS_SETUP_CLIENT_SECRET', meaning) };
}

function readStore(reader: ConfigReader): StoreConfig {
  const text = reader.optional('PMDS_STORE') ?? 'sqlite:.local/bridge';
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { kind: 'postgres', url: new Secret(text) };
  const directory = /^sqlite:(.+)$/.exec(text)?.[1];
  if (directory !== undefined) return { kind: 'sqlite', directory: resolve(directory) };
  reader.problems.push('PMDS_STORE has to be sqlite:<folder> or postgres://<user>:<password>@<host>/<database>.');
  return { kind: 'sqlite', directory: '' };
}

function readHttp(reader: ConfigReader): HttpConfig {
  const webhookKey = reader.optionalSecret('PMDS_WEBHOOK_KEY');
  if (webhookKey !== null && webhookKey.reveal().length < minSecretLength) {
    reader.problems.push(`PMDS_WEBHOOK_KEY is too short; use at least ${minSecretLength} random characters.`);
  }
  const publicUrl = reader.optional('PMDS_PUBLIC_URL');
  return {
    host: reader.optional('PMDS_HOST') ?? '127.0.0.1',
    port: reader.integer('PMDS_PORT', 4620, { min: 0, max: 65_535 }),
    publicUrl: publicUrl === null ? null : reader.url('PMDS_PUBLIC_URL', publicUrl),
    webhookKey,
  };
}

const keysShape = `a list like [{"kid":"2025-01","secret":"at least ${minSecretLength} characters"}], no kid twice`;

function readKeys(reader: ConfigReader, name: string): readonly SigningKey[] | null {
  const key = z.strictObject({ kid: z.string().regex(/^[\w.-]{1,64}$/), secret: z.string().min(minSecretLength) });
  return reader.json(name, keysShape, (value) => {
    const parsed = z.array(key).min(1).safeParse(value);
    if (!parsed.success || new Set(parsed.data.map(({ kid }) => kid)).size < parsed.data.length) return null;
    return parsed.data.map(({ kid, secret }) => ({ kid, secret: new Secret(secret) }));
  });
}

function readPrefill(reader: ConfigReader, needed: boolean): PrefillConfig {
  const keys = readKeys(reader, 'PMDS_PREFILL_KEYS');
  if (needed && reader.optional('PMDS_PREFILL_KEYS') === null) {
    reader.problems.push(`PMDS_PREFILL_KEYS is missing: the keys that sign recipients' links, ${keysShape}.`);
  }
  const formUrl = reader.optional('PMDS_FORM_URL');
  return {
    keys: keys ?? [],
    origins: readOrigins(reader),
    defaultColumns: readDefaultColumns(reader),
    formUrl: formUrl === null ? null : reader.url('PMDS_FORM_URL', formUrl),
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
    } else origins.add(origin);
  }
  return [...origins];
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

function readMail(reader: ConfigReader): MailConfig {
  const smtpUrl = reader.optionalSecret('PMDS_SMTP_URL');
  if (smtpUrl !== null && !/^smtps?:\/\/[^/]+/.test(smtpUrl.reveal())) {
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
