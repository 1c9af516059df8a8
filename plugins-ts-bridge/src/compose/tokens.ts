import { createHmacTokens } from '../adapters/tokens/hmac-tokens.js';
import { nodeHashing } from '../adapters/crypto/node-hashing.js';
import { createLinkMaker } from '../application/links/link-maker.js';
import type { LinkMaker } from '../ports/links/link-maker.js';
import { createManifestSigning } from '../adapters/crypto/manifest-signing.js';
import type { PrefillTokens } from '../application/prefill/prefill-token.js';
import type { Config } from '../settings/config.js';
import type { Signing } from '../ports/signing.js';

/** Recipients' tokens with the configured keys. */
export function composeTokens(config: Config): PrefillTokens {
  const bytes = new TextEncoder();
  return createHmacTokens(
    config.prefill.keys.map(({ kid, secret }) => ({ kid, secret: bytes.encode(secret.reveal()) })),
  );
}

/** Signatures of run manifests with the configured keys. */
export function composeSigning({ manifestKeys }: Pick<Config, 'manifestKeys'>): Signing {
  return createManifestSigning(manifestKeys.map(({ kid, secret }) => ({ kid, secret: secret.reveal() })));
}

/** Links of recipients, by the first configured key; `null` without one. */
export function composeLinks(config: Config): LinkMaker | null {
  const [key] = config.prefill.keys;
  return key === undefined ? null : createLinkMaker(composeTokens(config), key.kid, nodeHashing);
}
