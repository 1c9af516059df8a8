import { createHash, timingSafeEqual } from 'node:crypto';

/** App registrations of the local tenant: what Microsoft Entra keeps, not Dataverse. */
export class AppRegistrations {
  readonly #secrets = new Map<string, Buffer>();

  register(clientId: string, clientSecret: string): void {
    this.#secrets.set(clientId.toLowerCase(), digest(clientSecret));
  }

  check(clientId: string, clientSecret: string): 'ok' | 'unknown-client' | 'wrong-secret' {
    const known = this.#secrets.get(clientId.toLowerCase());
    if (known === undefined) return 'unknown-client';
    return timingSafeEqual(known, digest(clientSecret)) ? 'ok' : 'wrong-secret';
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
