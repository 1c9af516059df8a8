import type { Result } from '@pmds/contracts/result';

/** An application that asks, as its access token says. */
interface Caller {
  /** Its application (client) id. */
  readonly clientId: string;
  /** The app roles that an administrator granted it. */
  readonly roles: readonly string[];
}

/** `invalid`: whatever is wrong with the token. `unreachable`: its issuer does not say by which keys it is checked. */
type CallerFailure =
  { readonly code: 'invalid' } | { readonly code: 'unreachable'; readonly retryAfterSeconds: number };

/** Access tokens that the tenant issues for this service. */
export interface AccessTokens {
  identify(token: string): Promise<Result<Caller, CallerFailure>>;
}
