import type { Clock } from '../../../ports/clock.js';
import { DataverseError } from './errors.js';

export interface ApplicationUser {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenOptions {
  /** For example `https://login.microsoftonline.com/<tenant id>`. */
  readonly authority: string;
  /** `<organisation URL>/.default` */
  readonly scope: string;
  readonly user: ApplicationUser;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

/** Renew this long before the end, so that no page is asked for with a token that ends on the way. */
const renewBeforeMs = 120_000;
const timeoutMs = 30_000;

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
    const response = await this.#post(`${authority.replace(/\/$/, '')}/oauth2/v2.0/token`, body);
    const answer = await readJson(response);
    if (!response.ok) throw refusal(response.status, answer);
    const token = answer['access_token'];
    if (typeof token !== 'string' || token === '') {
      throw new DataverseError('The token endpoint answered without an access token.', {
        code: 'sign-in',
        status: response.status,
      });
    }
    const seconds = Number(answer['expires_in']);
    const lifeMs = (Number.isFinite(seconds) && seconds > 0 ? seconds : 300) * 1000;
    // A token that lives shorter than the margin is used for half its life.
    this.#current = { token, renewAtMs: asked + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
    return token;
  }

  async #post(url: string, body: URLSearchParams): Promise<Response> {
    const send = this.#options.fetch ?? fetch;
    try {
      return await send(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    } catch (cause) {
      throw new DataverseError(
        `The token endpoint ${new URL(url).origin} does not answer.`,
        { code: 'network', status: 0, retry: { afterMs: 0 } },
        { cause },
      );
    }
  }
}

async function readJson(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = await response.json();
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function refusal(status: number, answer: Readonly<Record<string, unknown>>): DataverseError {
  const said = answer['error_description'];
  // The first sentence names the AADSTS code and the reason; what follows are trace ids.
  const reason = typeof said === 'string' ? (said.split(/\r?\n/)[0] ?? '') : `status ${status}`;
  const later = status === 429 || status >= 500;
  return new DataverseError(`Sign-in was refused: ${reason}`, {
    code: 'sign-in',
    status,
    platformCode: typeof answer['error'] === 'string' ? answer['error'] : '',
    retry: later ? { afterMs: 0 } : null,
  });
}
