import { createHmac } from 'node:crypto';
import type { BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';

type Claims = Readonly<Record<string, unknown>>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Claims =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Claims;

/** Signs a token's claims anew after changing some, with the service's own key: how an attacker with no key cannot. */
export function resigned(token: string, changes: Claims, env: BridgeEnvironment): string {
  const [header, payload] = token.split('.');
  const [key] = JSON.parse(env['PMDS_PREFILL_KEYS'] ?? '[]') as readonly { readonly secret: string }[];
  const text = `${header ?? ''}.${encode({ ...decode(payload), ...changes })}`;
  return `${text}.${createHmac('sha256', key?.secret ?? '')
    .update(text)
    .digest('base64url')}`;
}

/** The same claims under a signature that was made without the key. */
export function forged(token: string, changes: Claims): string {
  const [header, payload] = token.split('.');
  const text = `${header ?? ''}.${encode({ ...decode(payload), ...changes })}`;
  return `${text}.${createHmac('sha256', 'a guess').update(text).digest('base64url')}`;
}
