import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition answers something other than `null`, `undefined` or `false`.
 * @param what For the message of the failure: "the mail has arrived".
 */
export async function until<Value>(
  what: string,
  condition: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  withinMs = 90_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`Waited ${String(withinMs / 1_000)} s in vain until ${what}.`);
    await sleep(50);
  }
}
