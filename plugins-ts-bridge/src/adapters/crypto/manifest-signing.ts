import { createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import type { Signing } from '../../ports/signing.js';

interface ManifestKey {
  readonly kid: string;
  readonly secret: string;
}

/** PKCS #8 header of an Ed25519 private key; the 32 bytes of the seed follow (RFC 8410, section 10.3). */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Ed25519 with key pairs derived from configured secrets, so that a manifest can be checked by somebody who must not be
 * able to make one: they get the public key. The first key signs, all verify. Deriving keeps the pair apart from
 * whatever else the secret is used for.
 */
export function createManifestSigning(keys: readonly ManifestKey[]): Signing {
  const pairs = new Map(keys.map(({ kid, secret }) => [kid, privateKeyOf(secret)] as const));
  const [first] = pairs;
  return {
    sign(text) {
      if (first === undefined) return null;
      const [kid, key] = first;
      return { algorithm: 'Ed25519', kid, value: sign(null, Buffer.from(text), key).toString('base64url') };
    },
    verify(text, { kid, value }) {
      const key = pairs.get(kid);
      if (key === undefined) return 'unknown-key';
      const holds = verify(null, Buffer.from(text), createPublicKey(key), Buffer.from(value, 'base64url'));
      return holds ? 'valid' : 'invalid';
    },
  };
}

/** For whoever checks manifests without this service: SPKI as PEM. */
export function publicKeyOf(secret: string): string {
  return createPublicKey(privateKeyOf(secret)).export({ type: 'spki', format: 'pem' }).toString();
}

function privateKeyOf(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'pmds run manifest', 32));
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' });
}
