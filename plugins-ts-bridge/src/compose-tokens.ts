import { createJoseTokens } from './adapters/tokens/jose-tokens.js';
import type { PrefillTokens } from './application/prefill-token.js';
import type { Config } from './config.js';

/** Recipients' tokens with the configured keys. */
export function composeTokens(config: Config): PrefillTokens {
  const bytes = new TextEncoder();
  return createJoseTokens(
    config.prefill.keys.map(({ kid, secret }) => ({ kid, secret: bytes.encode(secret.reveal()) })),
  );
}
