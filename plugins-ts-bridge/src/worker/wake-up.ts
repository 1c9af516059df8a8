/** Lets somebody wait for news, and somebody else bring them. News that come before the wait are not lost. */
export class WakeUp {
  #rung = false;
  #resume: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#resume?.();
  }

  /** Resolves after `ms`, at the next ring, or when aborted, whichever comes first. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        this.#resume = wake;
        signal.addEventListener('abort', wake, { once: true });
      });
      this.#resume = null;
    }
    this.#rung = false;
  }
}
