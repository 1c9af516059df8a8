import { z } from 'zod';
import type { ConfigReader } from './config-reader.js';
import { json } from './schemas.js';
import { Secret } from './secret.js';
import { isPlaceholder, keyBits, weaknessOf, type KeyWeakness } from './key-strength.js';

/** A secret with the name under which signatures refer to it. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: Secret;
}

const keysShape = 'a list like [{"kid":"2026-11","secret":"…"}], no kid twice';

/** How to get a key, on every system that runs the service. */
export const howToMakeAKey = `Make one with: node -p "require('crypto').randomBytes(32).toString('base64url')"`;

const why: Readonly<Record<KeyWeakness, string>> = {
  'too-short': `holds fewer than ${keyBits} bits`,
  placeholder: 'is a placeholder, not a key',
  repeats: 'repeats itself',
  predictable: 'is a sequence that can be guessed',
  words: 'is made of words that can be guessed',
};

/**
 * The keys of a rotation list, each of them judged: links and manifests are as safe as the weakest key that verifies.
 * @returns `null` where the variable is not set or not usable; the reader knows the problems.
 */
export function readKeys(reader: ConfigReader, name: string): readonly SigningKey[] | null {
  const key = z.strictObject({ kid: z.string().regex(/^[\w.-]{1,64}$/), secret: z.string() });
  const all = z
    .array(key)
    .min(1)
    .refine((list) => new Set(list.map(({ kid }) => kid)).size === list.length);
  const keys = reader.value(name, json(keysShape, all), null);
  if (keys === null) return null;
  let usable = true;
  for (const { kid, secret } of keys) {
    const weakness = weaknessOf(secret);
    if (weakness === null) continue;
    usable = false;
    reader.problems.push(`${name}: the secret of "${kid}" ${why[weakness]}. ${howToMakeAKey}`);
  }
  return usable ? keys.map(({ kid, secret }) => ({ kid, secret: new Secret(secret) })) : null;
}

/** The sentence for a list of keys that is needed and not there. */
export const keysMissing = (name: string): string =>
  `${name} is missing: the keys that sign recipients' links, ${keysShape}. ${howToMakeAKey}`;

/** A single key that may be left out. */
export function readOptionalKey(reader: ConfigReader, name: string): Secret | null {
  const key = reader.optionalSecret(name);
  const weakness = key === null ? null : weaknessOf(key.reveal());
  if (weakness !== null) reader.problems.push(`${name} ${why[weakness]}. ${howToMakeAKey}`);
  return key;
}

/** A secret that somebody else made, such as a client secret: what it holds is their business, a placeholder is not. */
export function refusePlaceholder(reader: ConfigReader, name: string, secret: string): void {
  if (secret !== '' && isPlaceholder(secret)) {
    reader.problems.push(
      `${name} is a placeholder. Set it to the value of a client secret: Microsoft Entra admin centre, App registrations, Certificates & secrets.`,
    );
  }
}
