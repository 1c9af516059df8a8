import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { ok, refused } from '@pmds/contracts/result';
import type { LinkUses, OpenedLink, PrefillClaims, PrefillTokens } from '../../application/prefill/prefill-token.js';

/** Of links to forms that nobody described. */
const anyForm = 'pmds-prefill';
/** Before the key of a described form. */
const formPrefix = 'pmds:form:';

interface TokenKey {
  readonly kid: string;
  /** At least 32 bytes: HS256 is as strong as its key. */
  readonly secret: Uint8Array;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Prefill tokens as JWT, HS256 with a key id. The first key signs, every key verifies, so keys rotate without breaking
 * links that are in people's mailboxes. The algorithm is fixed here, never taken from the token. By the signature of
 * node:crypto and not through a library's promises: each opening of a form and each of a million links waits for it.
 */
export function createHmacTokens(keys: readonly TokenKey[]): PrefillTokens {
  const secrets = new Map(keys.map(({ kid, secret }) => [kid, createSecretKey(secret)]));
  const [signing] = keys;
  const header = signing === undefined ? '' : encoded({ alg: 'HS256', kid: signing.kid, typ: 'JWT' });
  const signingKey = signing === undefined ? undefined : secrets.get(signing.kid);
  // What nobody signed is compared as well, so that it takes as long.
  const noKey = createSecretKey(Buffer.alloc(32, 1));
  return {
    sign(claims, now, lifetimeSeconds) {
      if (signingKey === undefined) throw new Error('There is no prefill key to sign with.');
      const text = `${header}.${encoded(payloadOf(claims, Math.floor(now.getTime() / 1000), lifetimeSeconds))}`;
      return `${text}.${signatureOf(text, signingKey).toString('base64url')}`;
    },

    verify(token, now) {
      const [head = '', body = '', signature = '', ...rest] = token.split('.');
      const kid = kidOf(decoded(head));
      const key = kid === null ? undefined : secrets.get(kid);
      // Of the text as it was sent: what decodes to the same bytes in another way is not what was signed.
      const expected = Buffer.from(signatureOf(`${head}.${body}`, key ?? noKey).toString('base64url'));
      const given = Buffer.from(signature);
      const isSigned = timingSafeEqual(
        expected,
        given.length === expected.length ? given : Buffer.alloc(expected.length),
      );
      const link = linkOf(decoded(body), kid ?? '');
      const isRight = isSigned && key !== undefined && rest.length === 0 && link !== null;
      return isRight && link.expiresAt > now ? ok(link) : refused('token-invalid');
    },
  };
}

function payloadOf(claims: PrefillClaims, issuedAt: number, lifetimeSeconds: number): Json {
  const { table, id, runId, form = null, formKey = null, uses = null } = claims;
  return {
    table,
    ...(runId === null ? {} : { run: runId }),
    ...(form === null ? {} : { form }),
    ...(uses === null ? {} : { jti: uses.name, max: uses.most }),
    sub: id,
    aud: formKey === null ? anyForm : `${formPrefix}${formKey}`,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  };
}

const signatureOf = (text: string, key: KeyObject): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function decoded(part: string): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** `null` for another algorithm, and for a token that asks for something that has to be understood. */
function kidOf(header: Json | null): string | null {
  if (header?.['alg'] !== 'HS256' || 'crit' in header) return null;
  return typeof header['kid'] === 'string' ? header['kid'] : null;
}

function linkOf(payload: Json | null, kid: string): OpenedLink | null {
  if (payload === null) return null;
  const id = parseRowId(payload['sub']);
  const table = selectableTables.find((candidate) => candidate === payload['table']);
  const formKey = audienceOf(payload['aud']);
  const { run, form = null, iat = 0, exp, nbf } = payload;
  const isTimed = typeof exp === 'number' && Number.isFinite(exp) && typeof iat === 'number' && Number.isFinite(iat);
  // Our own tokens have no `nbf`.
  if (!id.ok || table === undefined || formKey === undefined || !isTimed || nbf !== undefined) return null;
  if (form !== null && typeof form !== 'string') return null;
  const uses = usesOf(payload);
  if (uses === undefined) return null;
  const times = { issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) };
  // One that does not say when it was made counts as older than every date.
  const facts = { table, id: id.value, form, formKey, kid, ...times, uses };
  if (run === undefined) return { ...facts, runId: null };
  const runId = parseSyncRunId(run);
  return runId.ok ? { ...facts, runId: runId.value } : null;
}

/** The key of the form, `null` for one that nobody described, `undefined` for another audience. */
function audienceOf(aud: unknown): string | null | undefined {
  if (aud === anyForm) return null;
  const key = typeof aud === 'string' && aud.startsWith(formPrefix) ? aud.slice(formPrefix.length) : '';
  return key === '' ? undefined : key;
}

/** `undefined` where a bound cannot be read: then nothing opens. */
function usesOf({ jti, max }: Json): LinkUses | null | undefined {
  if (max === undefined) return null;
  if (typeof max !== 'number' || !Number.isInteger(max) || max < 1) return undefined;
  return typeof jti === 'string' && /^[\w-]{1,64}$/.test(jti) ? { name: jti, most: max } : undefined;
}
