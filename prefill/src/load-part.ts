import { ownScript, readSettings } from './settings.js';

/** Where the parts are and what they must be: written in by the build. */
declare const PMDS_PARTS: { readonly version: string; readonly [file: string]: string };

/**
 * Loads a part of this script from beside it, else from the service, which keeps every version it has served. The browser
 * runs it only if it is exactly what was built with this file.
 */
export function loadPart(name: string): Promise<unknown> {
  const beside = ownScript && ownScript.src && ownScript.src.replace(/[^/]*$/, `${name}.js`);
  const served = `${readSettings().bridge || ''}/prefill/${PMDS_PARTS.version}/${name}.js`;
  return beside ? load(beside, name).catch(() => load(served, name)) : load(served, name);
}

function load(address: string, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = trusted(address);
    script.integrity = PMDS_PARTS[name] || '';
    script.crossOrigin = 'anonymous';
    script.referrerPolicy = 'no-referrer';
    if (ownScript) script.nonce = ownScript.nonce || '';
    script.onload = resolve;
    script.onerror = reject;
    document.head.appendChild(script);
  });
}

/** Where the page demands Trusted Types, an address of a script has to come from a policy. */
function trusted(address: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return address;
  policy = policy || trustedTypes.createPolicy('pmds-prefill', { createScriptURL: (url) => url });
  return policy.createScriptURL(address);
}

interface Policy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}
let policy: Policy | undefined;
