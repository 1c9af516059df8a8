import { createHmac, randomInt } from 'node:crypto';

/** Six digits that nobody can foresee. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/**
 * What is kept of a code. With the key: a million codes are tried at once by whoever reads a plain hash.
 * @param secret At least 32 bytes.
 */
export function createCodeSeal(secret: Uint8Array): (name: string, code: string) => string {
  return (name, code) => createHmac('sha256', secret).update(`pmds code\n${name}\n${code}`).digest('base64url');
}
