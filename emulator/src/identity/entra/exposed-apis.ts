import { createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWK } from 'jose';
import { guidOfName } from '../../model/guid.js';

/** An app registration that exposes an API, with the applications that an administrator granted its app roles. */
export interface ExposedApi {
  /** Application (client) id: the audience of its tokens. */
  readonly appId: string;
  /** The application ID URI, by which clients name it: `api://…`. */
  readonly identifierUri: string;
  /** App roles by the client id that has them. */
  readonly grants: ReadonlyMap<string, readonly string[]>;
}

interface SigningKey {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}

/**
 * Access tokens for other APIs than Dataverse, as the Microsoft identity platform issues them where the API asks for version 2:
 * RS256 with a key that it publishes, the API's client id as the audience, and the granted app roles in `roles`.
 * Who was granted none gets a token without the claim.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * https://learn.microsoft.com/entra/identity-platform/howto-add-app-roles-in-apps
 */
export class ExposedApis {
  readonly #apis = new Map<string, ExposedApi>();
  readonly #tenantId: string;
  #keys: Promise<readonly SigningKey[]> | null = null;

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  register(api: ExposedApi): void {
    this.#apis.set(api.appId, api);
  }

  /** @param resource What stands before `/.default`: the application ID URI, or the client id. */
  find(resource: string): ExposedApi | undefined {
    const wanted = resource.toLowerCase();
    return [...this.#apis.values()].find((api) => [api.appId, api.identifierUri.toLowerCase()].includes(wanted));
  }

  async issue(api: ExposedApi, clientId: string, origin: string, lifetimeSeconds: number): Promise<string> {
    const roles = api.grants.get(clientId) ?? [];
    const key = (await this.#signingKeys())[0];
    if (key === undefined) throw new Error('There is always a key.');
    const now = Math.floor(Date.now() / 1000);
    const principal = guidOfName(`service principal:${clientId}`);
    return new SignJWT({
      azp: clientId,
      azpacr: '1',
      oid: principal,
      tid: this.#tenantId,
      uti: randomUUID(),
      ver: '2.0',
      ...(roles.length === 0 ? {} : { roles }),
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.jwk.kid ?? '' })
      .setIssuer(`${origin}/${this.#tenantId}/v2.0`)
      .setSubject(principal)
      .setAudience(api.appId)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(key.privateKey);
  }

  /** What `jwks_uri` answers. */
  async keySet(): Promise<{ readonly keys: readonly JWK[] }> {
    return { keys: (await this.#signingKeys()).map(({ jwk }) => jwk) };
  }

  /** Signs with a new key from now on; the one before stays published, as it does when Microsoft rolls its keys. */
  async rollKey(): Promise<void> {
    const before = await this.#signingKeys();
    const next = await newKey();
    this.#keys = Promise.resolve([next, ...before]);
  }

  #signingKeys(): Promise<readonly SigningKey[]> {
    this.#keys ??= newKey().then((key) => [key]);
    return this.#keys;
  }
}

async function newKey(): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, jwk: { ...jwk, kid, use: 'sig' } };
}
