import { randomBytes, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

/** Who a token speaks for: an app registration (then an application user), or a person of the local organisation. */
export interface TokenSubject {
  readonly kind: 'application' | 'user';
  /** Client id or systemuserid. */
  readonly id: string;
}

interface Known {
  readonly subject: TokenSubject;
  readonly expiresAt: number;
}

/**
 * Issues and checks access tokens. They are real JWTs, signed with a key of this process alone, so a token does not survive a restart,
 * just as it would not survive its hour. Clients treat them as opaque.
 */
export class Tokens {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, Known>();
  readonly #tenantId: string;
  #validFrom = 0;
  /** Seconds; what Microsoft Entra gives by default is a little more or less than an hour. */
  lifetimeSeconds = 3599;

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  async issue(subject: TokenSubject, audience: string, lifetimeSeconds = this.lifetimeSeconds): Promise<string> {
    const now = Date.now();
    const expiresAt = now + lifetimeSeconds * 1000;
    const claims = {
      tid: this.#tenantId,
      ...(subject.kind === 'application' ? { appid: subject.id } : { oid: subject.id }),
    };
    const token = await new SignJWT({ ...claims, ver: '1.0', uti: randomUUID() })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setAudience(audience)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.ceil(expiresAt / 1000))
      .sign(this.#key);
    this.#known.set(token, { subject, expiresAt });
    if (this.#known.size > 10_000) this.#forgetExpired(now);
    return token;
  }

  /** Every token issued so far is refused from now on, as after a change of the app registration's secret. */
  revokeAll(): void {
    this.#known.clear();
    this.#validFrom = Date.now();
  }

  /** @returns null for a token that is forged, expired, revoked, or somebody else's. */
  async verify(token: string): Promise<TokenSubject | null> {
    const now = Date.now();
    const known = this.#known.get(token);
    if (known !== undefined) return known.expiresAt > now ? known.subject : null;
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'] });
      if ((payload.iat ?? 0) * 1000 < this.#validFrom || payload['tid'] !== this.#tenantId) return null;
      const { appid, oid } = payload as Record<string, unknown>;
      if (typeof appid === 'string') return { kind: 'application', id: appid };
      return typeof oid === 'string' ? { kind: 'user', id: oid } : null;
    } catch {
      return null;
    }
  }

  #forgetExpired(now: number): void {
    for (const [token, { expiresAt }] of this.#known) if (expiresAt <= now) this.#known.delete(token);
  }
}
