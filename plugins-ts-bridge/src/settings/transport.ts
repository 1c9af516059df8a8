import type { ConfigReader } from './config-reader.js';
import { isLoopback } from './loopback.js';
import { listOf, word } from './schemas.js';

/** The setting that allows connections which anybody on the way can read. */
const setting = 'PMDS_UNENCRYPTED';
const kinds = ['postgres', 'smtp'] as const;

/** Kinds of connection that may leave this machine without TLS, because somebody has said so. */
export type Unencrypted = ReadonlySet<(typeof kinds)[number]>;

export function readUnencrypted(reader: ConfigReader): Unencrypted {
  return new Set(reader.value(setting, listOf(word(...kinds)), []));
}

/** What `sslmode` may be off this machine; each of them makes the driver check the server's certificate. */
const encryptedModes = new Set(['require', 'verify-ca', 'verify-full']);

/** Refuses a database elsewhere that is reached without TLS, or with one that anybody may end. */
export function checkPostgres(reader: ConfigReader, address: URL, allowed: Unencrypted): void {
  // Of a parameter that is given twice the driver takes the last.
  const last = (name: string): string | null => address.searchParams.getAll(name).at(-1) ?? null;
  const host = last('host') ?? decoded(address.hostname);
  // A folder is a socket of this machine; without a host the driver takes PGHOST, else this machine.
  const target = host === '' ? (reader.optional('PGHOST') ?? '') : host;
  if (target === '' || target.startsWith('/') || isLoopback(target) || allowed.has('postgres')) return;
  const mode = last('sslmode') ?? (/^(true|1)$/.test(last('ssl') ?? '') ? 'verify-full' : null);
  // With this the driver takes any certificate for `require`, as the older C library does.
  const compat = last('uselibpqcompat') === 'true' && mode !== 'verify-full';
  if (mode !== null && encryptedModes.has(mode) && !compat) return;
  const found = mode === null ? 'has no sslmode' : `has sslmode=${mode}${compat ? ' with uselibpqcompat' : ''}`;
  reader.problems.push(
    `PMDS_STORE ${found}, so anybody between here and the database can read or change what is stored. Add ?sslmode=verify-full, or set ${setting}=postgres where the network itself is protected.`,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Refuses a mail server elsewhere that is reached without TLS, or where TLS may be refused or its certificate be any. */
export function checkSmtp(reader: ConfigReader, address: URL, allowed: Unencrypted): void {
  if (isLoopback(address.hostname) || allowed.has('smtp')) return;
  const { searchParams: given } = address;
  const on = (name: string): boolean => /^(true|1|yes)$/i.test(given.get(name) ?? '');
  const always = address.protocol === 'smtps:' ? given.get('secure') !== 'false' : on('secure') || on('requireTLS');
  const checked = !/^(false|0|no)$/i.test(given.get('tls.rejectUnauthorized') ?? '');
  if (always && !on('ignoreTLS') && checked) return;
  const found = always && checked ? 'has ignoreTLS' : checked ? 'does not insist on TLS' : 'takes any certificate';
  reader.problems.push(
    `PMDS_SMTP_URL ${found}, so anybody between here and the mail server can read the mails. Use smtps://, add ?requireTLS=true for STARTTLS, or set ${setting}=smtp where the network itself is protected.`,
  );
}
