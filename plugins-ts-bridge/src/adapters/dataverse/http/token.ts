import { patiences } from '../../../domain/retry-policy.js';
import type { Clock } from '../../../ports/clock.js';
import { tokenVerdict } from './answers/token-verdict.js';
import { DataverseError } from './errors.js';
import type { Transport, TransportReply } from './transport.js';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface TokenOptions {
  /** For example `https://login.microsoftonline.com/<tenant id>`. */
  readonly authority: string;
  /** `<organisation URL>/.default` */
  readonly scope: string;
  readonly user: ClientCredentials;
  readonly clock: Clock;
  readonly transport: Transport;
  /** How long the endpoint may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Renew this long before the end, so that no page is asked for with a token that ends on the way. */
const renewBeforeMs = 120_000;
const usualTimeoutMs = patiences.run.signInMs;

/**
 * Bearer tokens of one application user by client credentials. However many calls wait, there is one request to the
 * token endpoint at a time, and all of them share its answer.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export class TokenProvider {
  readonly #options: TokenOptions;
  #current: { readonly token: string; readonly renewAtMs: number } | null = null;
  #pending: Promise<string> | null = null;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** @throws DataverseError `sign-in` for refusals, `network` where the endpoint does not answer. */
  async token(): Promise<string> {
    if (this.#current !== null && this.#options.clock.now().getTime() < this.#current.renewAtMs) {
      return this.#current.token;
    }
    this.#pending ??= this.#request().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** Forgets a token that Dataverse refused, unless a newer one is there already. */
  reject(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  async #request(): Promise<string> {
    const { authority, scope, user, clock } = this.#options;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: user.clientId,
      client_secret: user.clientSecret,
      scope,
    });
    const asked = clock.now().getTime();
    const url = `${authority.replace(/\/$/, '')}/oauth2/v2.0/token`;
    const reply = await this.#post(url, body.toString());
    const issued = tokenVerdict(reply, new URL(url).origin, clock.now().getTime());
    reply.giveBack?.();
    if (issued instanceof DataverseError) throw issued;
    const { token, lifeMs } = issued;
    // A token that lives shorter than the margin is used for half its life.
    this.#current = { token, renewAtMs: asked + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
    return token;
  }

  /** Not ended with the call that waits for it: others wait for the same token. */
  async #post(url: string, body: string): Promise<TransportReply> {
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const signal = AbortSignal.timeout(this.#options.timeoutMs ?? usualTimeoutMs);
    try {
      return await this.#options.transport.send({ method: 'POST', url, headers, body, signal });
    } catch (cause) {
      if (!signal.aborted) throw cause;
      const text = `The token endpoint ${new URL(url).origin} did not answer in time.`;
      throw new DataverseError(text, { code: 'timeout', status: 0, retry: { afterMs: 0 } }, { cause });
    }
  }
}
