import { ok, refused } from '@pmds/contracts/result';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { z } from 'zod';
import type { AccessTokens } from '../../ports/access-tokens.js';

interface EntraOptions {
  /** For example `https://login.microsoftonline.com/<tenant id>`. */
  readonly authority: string;
  /** Application (client) id of the service's app registration. */
  readonly audience: string;
  /** Told why the issuer could not be asked. */
  readonly onUnreachable: (error: unknown) => void;
  /** The key set is not read again sooner for a key id that it does not hold, in milliseconds. */
  readonly cooldownMs?: number;
  /** After a failure the issuer is left alone for so long, in milliseconds. */
  readonly restMs?: number;
}

interface Issuer {
  readonly issuer: string;
  readonly tenant: string;
  readonly keys: JWTVerifyGetKey;
  readonly readAtMs: number;
}

const timeoutMs = 5_000;
const discoveryAgeMs = 24 * 3_600_000;
const clockToleranceSeconds = 60;

const metadata = z.object({ issuer: z.url(), jwks_uri: z.url() });
const claims = z.object({
  azp: z.string().regex(/^[\w-]{1,64}$/),
  tid: z.string(),
  ver: z.literal('2.0'),
  roles: z.array(z.string()).default([]),
});

/** The issuer does not say what is needed. */
class IssuerUnreachable extends Error {}

/**
 * Checks access tokens of version 2 against what the authority publishes: discovery once a day, the key set every ten minutes,
 * and for a key id that it does not hold at most twice a minute.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens
 */
export function createEntraAccessTokens(options: EntraOptions): AccessTokens {
  const { authority, audience, onUnreachable, cooldownMs = 30_000, restMs = 5_000 } = options;
  const dispatcher = new EnvHttpProxyAgent();
  let current: Promise<Issuer> | null = null;
  let restUntilMs = 0;

  async function discover(): Promise<Issuer> {
    const address = `${authority.replace(/\/$/, '')}/v2.0/.well-known/openid-configuration`;
    const answer = await ask(address, {
      method: 'GET',
      headers: new Headers({ accept: 'application/json' }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual',
    });
    if (answer.status !== 200) throw new Error(`The discovery was answered with ${answer.status}.`);
    const { issuer, jwks_uri: keysAddress } = metadata.parse(await answer.json());
    const keys = createRemoteJWKSet(new URL(keysAddress), {
      timeoutDuration: timeoutMs,
      cooldownDuration: cooldownMs,
      [customFetch]: ask,
    });
    const [tenant = ''] = new URL(issuer).pathname.split('/').filter((part) => part !== '');
    return { issuer, tenant, keys, readAtMs: Date.now() };
  }

  /** As proxies of the environment say. Who was not there is not asked for each request of a crowd. */
  const ask: FetchImplementation = async (url, { method, headers, signal, redirect }) => {
    if (Date.now() < restUntilMs) throw new Error('The issuer was not there a moment ago.');
    const answer = await fetch(url, { dispatcher, method, headers: [...headers], signal, redirect });
    return new Response(await answer.text(), { status: answer.status });
  };

  async function issuerNow(): Promise<Issuer> {
    const known = await current;
    if (known !== null && Date.now() - known.readAtMs < discoveryAgeMs) return known;
    const asked = discover();
    current = asked;
    try {
      return await asked;
    } catch (error) {
      current = null;
      throw new IssuerUnreachable('The discovery of the authority cannot be read.', { cause: error });
    }
  }

  async function verified(token: string) {
    const { issuer, tenant, keys } = await issuerNow();
    const key: JWTVerifyGetKey = async (header, input) => {
      try {
        return await keys(header, input);
      } catch (error) {
        // What the token names is its own affair; all else is the issuer's.
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
        throw new IssuerUnreachable('The key set of the authority cannot be read.', { cause: error });
      }
    };
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer,
      audience,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'iat'],
    });
    const said = claims.safeParse(payload);
    return said.success && said.data.tid === tenant ? said.data : null;
  }

  return {
    async identify(token) {
      try {
        const said = await verified(token);
        return said === null ? refused({ code: 'invalid' }) : ok({ clientId: said.azp, roles: said.roles });
      } catch (error) {
        if (error instanceof errors.JOSEError) return refused({ code: 'invalid' });
        if (!(error instanceof IssuerUnreachable)) throw error;
        if (Date.now() >= restUntilMs) {
          restUntilMs = Date.now() + restMs;
          onUnreachable(error);
        }
        return refused({
          code: 'unreachable',
          retryAfterSeconds: Math.max(1, Math.ceil((restUntilMs - Date.now()) / 1000)),
        });
      }
    },
  };
}
