import type { ManifestSignature } from '../domain/run/manifest.js';

/** Vouches for texts with a key of the service, and checks what was vouched for. */
export interface Signing {
  /** `null` where no key is configured. */
  sign(text: string): ManifestSignature | null;
  verify(text: string, signature: ManifestSignature): SignatureCheck;
}

/** `unknown-key`: none of the configured keys has the signature's key id. */
type SignatureCheck = 'valid' | 'invalid' | 'unknown-key';
