import { receive, type Answer } from './answer.js';
import { connectionFailure } from './connection/connection-failure.js';
import { outboundDispatcher, type Outbound } from './connection/dispatcher.js';
import { decoded, isPlain } from './content-coding.js';
import { PageMemory } from './page-memory.js';
import { Semaphore } from './semaphore.js';
import { DataverseError } from './errors.js';

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Absolute URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer may be large: it waits for its turn to be taken into memory. */
  readonly large?: boolean;
  readonly signal?: AbortSignal;
}

export interface TransportReply {
  readonly status: number;
  /** By lower-case name; a header that came more than once is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, decompressed; where it is there, `body` is only made of it when it is asked for. */
  readonly bytes?: Buffer;
  /** Lets the memory of `bytes` be used for other answers; nobody may look at it afterwards. */
  readonly giveBack?: () => void;
  /** The outbound proxy by which it came, as `host:port`, where one was in between. */
  readonly proxy?: string | undefined;
}

/** A page is read from its bytes: making 4 MB of text of them first would be a tenth of a run. */
class BinaryReply implements TransportReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly giveBack: () => void;
  readonly proxy: string | undefined;

  constructor(
    { status, headers, proxy }: Pick<TransportReply, 'status' | 'headers' | 'proxy'>,
    bytes: Buffer,
    giveBack: () => void,
  ) {
    this.status = status;
    this.headers = headers;
    this.proxy = proxy;
    this.bytes = bytes;
    this.giveBack = giveBack;
  }

  get body(): string {
    return this.bytes.toString('utf8');
  }
}

/** Exactly one HTTP round-trip. Never retries, keeps no cookie, follows no redirect. Fake it to test what stands above. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportReply>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface UndiciTransportOptions {
  /** Time for an answer's head; Dataverse itself gives up after two minutes. */
  readonly headersTimeoutMs?: number;
  /** Longest silence within a body. */
  readonly bodyTimeoutMs?: number;
  /** How long an outbound proxy may take to connect. */
  readonly tunnelMs?: number;
  readonly connections?: number;
  /**
   * Large bodies read at a time. A page of 5,000 rows is about 4 MB; whatever the concurrency, only so many are in memory: the
   * others wait in the network, held back by TCP.
   */
  readonly bodiesAtOnce?: number;
  readonly maxBodyBytes?: number;
}

export class UndiciTransport implements Transport {
  readonly #outbound: Outbound;
  readonly #bodies: Semaphore;
  readonly #pages: PageMemory;
  readonly #small = new PageMemory(0);
  readonly #maxBodyBytes: number;

  constructor(options: UndiciTransportOptions = {}) {
    this.#outbound = outboundDispatcher({
      connections: options.connections ?? 64,
      pipelining: 1,
      headersTimeout: options.headersTimeoutMs ?? 180_000,
      bodyTimeout: options.bodyTimeoutMs ?? 120_000,
      keepAliveTimeout: 30_000,
      tunnelMs: options.tunnelMs,
    });
    const bodies = options.bodiesAtOnce ?? 3;
    this.#bodies = new Semaphore(bodies);
    // One more is being read by then.
    this.#pages = new PageMemory(bodies + 1);
    this.#maxBodyBytes = options.maxBodyBytes ?? 128 * 1024 * 1024;
  }

  async send(request: TransportRequest): Promise<TransportReply> {
    const url = new URL(request.url);
    const memory = request.large === true ? this.#pages : this.#small;
    const options = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { ...acceptEncoding(url), ...request.headers },
      body: request.body ?? null,
    };
    const room = request.large === true ? () => this.#bodies.acquire() : null;
    try {
      const answer = await receive(this.#outbound.dispatcher, options, {
        memory,
        maxBytes: this.#maxBodyBytes,
        signal: request.signal,
        room,
      });
      return await replyOf(answer, memory, this.#maxBodyBytes, this.#outbound.proxyOf(url));
    } catch (cause) {
      throw noAnswer(url, request.signal, cause, this.#outbound.proxyOf(url));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#outbound.dispatcher.destroy();
  }
}

const nothingHeld = (): void => undefined;

async function replyOf(
  answer: Answer,
  memory: PageMemory,
  maxBytes: number,
  proxy: string | undefined,
): Promise<TransportReply> {
  const head = { status: answer.status, headers: flatten(answer.headers), proxy };
  const giveBack = () => memory.giveBack(answer.memory);
  const body = answer.memory.subarray(0, answer.length);
  const encoding = head.headers['content-encoding'];
  try {
    if (isPlain(encoding)) return new BinaryReply(head, body, giveBack);
    const unpacked = await decoded(body, encoding, { status: answer.status, maxBytes }).finally(giveBack);
    return new BinaryReply(head, unpacked, nothingHeld);
  } finally {
    // Not at once: the next body would be read, and all that came together worked on, before the event loop comes round and
    // lets the next request of any of them leave.
    setImmediate(answer.leave);
  }
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

// Compressing costs the server more than loopback saves; over a network a page shrinks to an eighth.
function acceptEncoding(url: URL): Record<string, string> {
  return loopback.test(url.hostname) ? {} : { 'accept-encoding': 'gzip' };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function noAnswer(url: URL, signal: AbortSignal | undefined, cause: unknown, proxy: string | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  return cause instanceof DataverseError ? cause : connectionFailure(url.origin, cause, proxy);
}
