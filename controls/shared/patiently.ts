import { WebApiError } from './web-api';

/** Milliseconds before the second and the third attempt. */
const pausesMs = [400, 1600] as const;
/** No answer, too many requests, and a server or proxy that is away for a moment. */
const passing: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);

/**
 * Does a read again where trying again can help, so that one lost answer does not leave people before an error.
 * @throws what the last attempt threw; an abort ends the waiting at once.
 */
export async function patiently<Answer>(read: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (const pauseMs of pausesMs) {
    try {
      return await read();
    } catch (cause) {
      if (signal.aborted || !(cause instanceof WebApiError) || !passing.has(cause.status)) throw cause;
      await pause(pauseMs, signal);
    }
  }
  return read();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}
