import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import { selectableTables } from '@pmds/contracts/field-selection';
import { ok, refused } from '@pmds/contracts/result';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { PrefillClaims, PrefillTokens } from '../../application/prefill-token.js';

const audience = 'pmds-prefill';

export interface SigningKey {
  readonly kid: string;
  /** At least 32 bytes: HS256 is as strong as its key. */
  readonly secret: Uint8Array;
}

/**
 * Prefill tokens as JWT, HS256 with a key id. The first key signs, every key verifies, so keys rotate without breaking
 * links that are in people's mailboxes. The algorithm is fixed here, never taken from the token.
 */
export function createJoseTokens(keys: readonly SigningKey[]): PrefillTokens {
  const [signing] = keys;
  return {
    async sign(claims, now, lifetimeSeconds) {
      if (signing === undefined) throw new Error('There is no prefill key to sign with.');
      const issuedAt = Math.floor(now.getTime() / 1000);
      return new SignJWT({ table: claims.table, ...(claims.runId === null ? {} : { run: claims.runId }) })
        .setProtectedHeader({ alg: 'HS256', kid: signing.kid, typ: 'JWT' })
        .setSubject(claims.id)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(signing.secret);
    },

    async verify(token, now) {
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const key = keys.find((candidate) => candidate.kid === kid);
            if (key === undefined) throw new errors.JWKSNoMatchingKey();
            return key.secret;
          },
          { algorithms: ['HS256'], audience, currentDate: now, requiredClaims: ['sub', 'exp', 'table'] },
        );
        const claims = readClaims(payload);
        return claims === null ? refused('token-invalid') : ok(claims);
      } catch (error) {
        if (error instanceof errors.JWTExpired) return refused('token-expired');
        if (error instanceof errors.JOSEError) return refused('token-invalid');
        throw error;
      }
    },
  };
}

function readClaims(payload: Readonly<Record<string, unknown>>): PrefillClaims | null {
  const id = parseRowId(payload['sub']);
  const table = selectableTables.find((candidate) => candidate === payload['table']);
  if (!id.ok || table === undefined) return null;
  if (payload['run'] === undefined) return { table, id: id.value, runId: null };
  const runId = parseSyncRunId(payload['run']);
  return runId.ok ? { table, id: id.value, runId: runId.value } : null;
}
