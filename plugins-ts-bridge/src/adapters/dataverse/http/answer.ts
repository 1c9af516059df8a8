import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { DataverseError } from './errors.js';
import type { PageMemory } from './page-memory.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, in memory to be given back. */
  readonly memory: Buffer;
  /** Bytes of `memory` that are the body. */
  readonly length: number;
  /** Gives the room back. */
  readonly leave: () => void;
}

interface AnswerTerms {
  readonly memory: PageMemory;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
  /** Waits for room for the body, which the network holds back until then; its result gives the room back. */
  readonly room: (() => Promise<() => void>) | null;
}

/**
 * Sends a request and takes its answer into memory, chunk by chunk as they come from the socket.
 * @throws DataverseError `too-large`, the reason of `signal`, or whatever undici says of the connection.
 */
export function receive(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  terms: AnswerTerms,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const handler = new Receiver(terms, resolve, reject);
    if (terms.signal?.aborted === true) reject(terms.signal.reason as Error);
    else dispatcher.dispatch(options, handler);
  });
}

const nothing = Buffer.alloc(0);

function tooLarge(status: number, bytes: number): DataverseError {
  return new DataverseError(`An answer is larger than ${bytes} bytes.`, { code: 'too-large', status });
}

class Receiver implements Dispatcher.DispatchHandler {
  readonly #terms: AnswerTerms;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #memory: Buffer | null = null;
  #length = 0;
  #leave: () => void = () => undefined;
  #ended = false;
  #aborted: unknown = null;

  constructor(terms: AnswerTerms, resolve: (answer: Answer) => void, reject: (error: unknown) => void) {
    this.#terms = terms;
    this.#resolve = resolve;
    this.#reject = reject;
    terms.signal?.addEventListener('abort', this.#stop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== null) controller.abort(this.#aborted as Error);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (this.#terms.room === null) return;
    controller.pause();
    void this.#terms.room().then((leave) => {
      this.#leave = leave;
      if (this.#ended) leave();
      else controller.resume();
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length > this.#terms.maxBytes) {
      this.#fail(controller, tooLarge(this.#status, this.#terms.maxBytes));
      return;
    }
    const memory = this.#memory ?? this.#terms.memory.take(length);
    this.#memory = length > memory.length ? this.#terms.memory.grow(memory, this.#length, length) : memory;
    this.#memory.set(chunk, this.#length);
    this.#length = length;
  }

  onResponseEnd(): void {
    this.#end();
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      memory: this.#memory ?? nothing,
      length: this.#length,
      leave: this.#leave,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    this.#leave();
    if (this.#memory !== null) this.#terms.memory.giveBack(this.#memory);
    this.#reject(this.#aborted ?? error);
  }

  readonly #stop = (): void => {
    this.#fail(this.#controller, this.#terms.signal?.reason);
  };

  #fail(controller: Dispatcher.DispatchController | null, reason: unknown): void {
    this.#aborted ??= reason;
    if (controller === null) {
      // Still in line for a connection: nobody waits for that any more.
      this.#end();
      this.#reject(this.#aborted);
    } else controller.abort(reason as Error);
  }

  #end(): void {
    this.#ended = true;
    this.#terms.signal?.removeEventListener('abort', this.#stop);
  }
}
