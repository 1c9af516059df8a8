import { CustomApis } from '@pmds/contracts/generated/custom-apis';

/** What Dataverse said when it refused, in a form that messages can be made of. */
type Refusal =
  /** The user lacks a privilege; its name as Dataverse writes it. */
  { readonly kind: 'denied'; readonly privilege: string } | { readonly kind: 'failed'; readonly message: string };

// "Principal user is missing prv… privilege" and "Principal does not have …Access right(s)", as signed 32-bit numbers.
// https://learn.microsoft.com/troubleshoot/power-platform/dataverse/user-permissions/client-errors
const accessDenied: ReadonlySet<number> = new Set([0x80040220 | 0, 0x80048306 | 0]);

/** @param cause What `Xrm.WebApi` rejected with: `{ errorCode, message }`, in some hosts an `Error`. */
export function refusalOf(cause: unknown): Refusal {
  const { errorCode, message } = (typeof cause === 'object' && cause !== null ? cause : {}) as {
    readonly errorCode?: unknown;
    readonly message?: unknown;
  };
  const text = typeof message === 'string' && message !== '' ? message : String(cause);
  const named = /\bprv[A-Z]\w+/.exec(text)?.[0];
  const code = typeof errorCode === 'string' ? Number(errorCode) : errorCode;
  if (named !== undefined || (typeof code === 'number' && accessDenied.has(code | 0))) {
    return { kind: 'denied', privilege: named ?? CustomApis.startSync.executePrivilege };
  }
  return { kind: 'failed', message: text };
}
