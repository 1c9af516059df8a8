/** What was opened, to be closed in the reverse order; closing goes on when one of them fails. */
export class OpenResources {
  readonly #closers: (() => Promise<void>)[] = [];

  use<Resource extends { [Symbol.asyncDispose](): Promise<void> | PromiseLike<void> }>(resource: Resource): Resource {
    this.#closers.push(async () => resource[Symbol.asyncDispose]());
    return resource;
  }

  defer(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** @throws AggregateError with everything that failed. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse())
      await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
  }
}
