import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { ok, refused } from '@pmds/contracts/result';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { OpenedLink, PrefillTokens } from '../../application/prefill/prefill-token.js';

const audience = 'pmds-prefill';

interface TokenKey {
  readonly kid: string;
  /** At least 32 bytes: HS256 is as strong as its key. */
  readonly secret: Uint8Array;
}

/**
 * Prefill tokens as JWT, HS256 with a key id. The first key signs, every key verifies, so keys rotate without breaking
 * links that are in people's mailboxes. The algorithm is fixed here, never taken from the token.
 */
export function createJoseTokens(keys: readonly TokenKey[]): PrefillTokens {
  const [signing] = keys;
  return {
    async sign(claims, now, lifetimeSeconds) {
      if (signing === undefined) throw new Error('There is no prefill key to sign with.');
      const issuedAt = Math.floor(now.getTime() / 1000);
      return new SignJWT({
        table: claims.table,
        ...(claims.runId === null ? {} : { run: claims.runId }),
        ...(claims.form === null || claims.form === undefined ? {} : { form: claims.form }),
      })
        .setProtectedHeader({ alg: 'HS256', kid: signing.kid, typ: 'JWT' })
        .setSubject(claims.id)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(signing.secret);
    },

    async verify(token, now) {
      try {
        const { payload, protectedHeader } = await jwtVerify(
          token,
          ({ kid }) => {
            const key = keys.find((candidate) => candidate.kid === kid);
            if (key === undefined) throw new errors.JWKSNoMatchingKey();
            return key.secret;
          },
          { algorithms: ['HS256'], audience, currentDate: now, requiredClaims: ['sub', 'exp', 'table'] },
        );
        const claims = readLink(payload, protectedHeader.kid ?? '');
        return claims === null ? refused('token-invalid') : ok(claims);
      } catch (error) {
        if (error instanceof errors.JWTExpired) return refused('token-expired');
        if (error instanceof errors.JOSEError) return refused('token-invalid');
        throw error;
      }
    },
  };
}

function readLink(payload: JWTPayload, kid: string): OpenedLink | null {
  const id = parseRowId(payload['sub']);
  const table = selectableTables.find((candidate) => candidate === payload['table']);
  if (!id.ok || table === undefined) return null;
  const { run, form = null, iat = 0 } = payload;
  if (form !== null && typeof form !== 'string') return null;
  // One that does not say when it was made counts as older than every date.
  const facts = { table, id: id.value, form, kid, issuedAt: new Date(iat * 1000) };
  if (run === undefined) return { ...facts, runId: null };
  const runId = parseSyncRunId(run);
  return runId.ok ? { ...facts, runId: runId.value } : null;
}
