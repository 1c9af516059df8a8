import { claimsChallenge, DataverseError } from './errors.js';
import type { TransportReply } from './transport.js';

/** What came of one round-trip, sign-in included. */
export type Sent = { readonly token: string; readonly tookMs: number } & (
  { readonly reply: TransportReply; readonly error: null } | { readonly reply: null; readonly error: DataverseError }
);

/** What a reader made of it. */
type Read<Value> = { readonly value: Value; readonly error: null } | { readonly error: DataverseError };

/** Half a body and a part that somebody else answered are failures of the call. */
export function readBy<Value>(
  reader: (reply: TransportReply) => Value,
  { reply }: { readonly reply: TransportReply },
  asked: string,
): Read<Value> {
  try {
    return { value: reader(reply), error: null };
  } catch (cause) {
    if (cause instanceof DataverseError) return { error: cause };
    if (!(cause instanceof SyntaxError)) throw cause;
    const text = `Dataverse answered ${asked} with a body that is not JSON.`;
    return {
      error: new DataverseError(text, { code: 'not-json', status: reply.status, retry: { afterMs: 0 } }, { cause }),
    };
  }
}

/**
 * Half a body each time is not the network's any more: whoever waits for it would wait for ever. A new token that a policy
 * does not find enough either is blocked by it.
 */
export function lastWord(error: DataverseError): DataverseError {
  if (error.code === 'unauthorized' && error.platformCode === claimsChallenge) {
    const { status, platformCode } = error;
    return new DataverseError(error.message, { code: 'sign-in-blocked', status, platformCode }, { cause: error });
  }
  if (error.code !== 'not-json') return error;
  return new DataverseError(error.message, { code: 'not-json', status: error.status }, { cause: error.cause });
}

/** A token is fetched for everybody; who gives up does not wait for it. */
export function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return value;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
