import { nextDelayMs, patiences, usualLongestPauseMs, type Patience } from '../../../domain/retry-policy.js';
import type { Clock } from '../../../ports/clock.js';
import { dataverseErrorOf } from './answers/failure.js';
import { verdictOn, type Expected } from './answers/verdict.js';
import { DataverseError } from './errors.js';
import type { Governor } from './governor.js';
import { lastWord, readBy, unlessAborted, type Sent } from './reading.js';
import { DataverseClock } from './server-clock.js';
import type { TokenProvider } from './token.js';
import type { Transport, TransportReply, TransportRequest } from './transport.js';

/** What a call is for; calls per run are counted by it. */
export type CallPurpose =
  'membership' | 'members' | 'verify' | 'span' | 'metadata' | 'claim' | 'report' | 'mail' | 'prefill' | 'setup';

export interface DataverseRequest {
  readonly method: TransportRequest['method'];
  /** Relative to the service root (`contacts?$select=…`), or an absolute next link of the same organisation. */
  readonly path: string;
  readonly purpose: CallPurpose;
  /** Whose turn it takes, usually a run id; calls without one share a turn. */
  readonly flow?: string;
  /** When the first mail of the run is planned: who is planned soonest has most of the turns. */
  readonly plannedSend?: Date | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is (with its own `Content-Type`). */
  readonly body?: unknown;
  /** A POST that may be sent again after a lost answer, because the platform or the payload makes it idempotent. */
  readonly idempotent?: boolean;
  /** Says that a run waits, or that it was cancelled while it did: goes once in spite of a pause, and is not repeated. */
  readonly notice?: boolean;
  readonly signal?: AbortSignal;
  /** Which application user asks, by its position; the one that is freest when left out. */
  readonly user?: number;
}

interface DataverseReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed body; `null` for 204 and empty bodies. For answers that are not JSON use `read`. */
  readonly json: unknown;
}

/** One application user: its sign-in, and how much it may have under way. */
interface Lane {
  readonly tokens: TokenProvider;
  readonly governor: Governor;
}

export interface DataverseClientOptions {
  /** Organisation URL, for example `https://contoso.crm.dynamics.com`. */
  readonly organizationUrl: string;
  readonly transport: Transport;
  /** At least one; calls go to the one that is freest. */
  readonly lanes: readonly Lane[];
  readonly clock: Clock;
  readonly random: () => number;
  /** How long callers wait; a run's unless told otherwise. */
  readonly patience?: Patience;
  /** The longest wait that a server's wish leads to, in milliseconds. */
  readonly longestPauseMs?: number;
  /** Called once per round-trip, retries included, after its answer. */
  readonly onCall?: (call: { readonly purpose: CallPurpose; readonly flow: string; readonly status: number }) => void;
}

/** Patience above a transport: sign-in, turns, retries, throttling and errors mapped. Knows nothing of tables. */
export class DataverseClient {
  readonly serviceRoot: string;
  /** What time it is there, by its answers. */
  readonly serverClock = new DataverseClock();
  readonly #options: DataverseClientOptions;
  readonly #origin: string;
  readonly #backingOff = new Set<WaitingFor>();

  constructor(options: DataverseClientOptions) {
    this.#options = options;
    this.#origin = new URL(options.organizationUrl).origin;
    this.serviceRoot = `${options.organizationUrl.replace(/\/+$/, '')}/api/data/v9.2/`;
  }

  /** Application users that share the calls. */
  get userCount(): number {
    return this.#options.lanes.length;
  }

  /** Requests that all application users together may have under way now. */
  get concurrency(): number {
    return this.#options.lanes.reduce((sum, lane) => sum + lane.governor.limit, 0);
  }

  /** What every lane waits for (the one that ends first), else why a call is not tried again yet; `null` when all goes on. */
  get pause(): WaitingFor | null {
    const pauses = this.#options.lanes.map((lane) => lane.governor.pause);
    const paused = pauses.filter((pause) => pause !== null).sort((a, b) => a.untilMs - b.untilMs)[0] ?? null;
    if (paused !== null && !pauses.includes(null)) return paused;
    return [...this.#backingOff].sort((a, b) => b.untilMs - a.untilMs)[0] ?? null;
  }

  /** @throws DataverseError when Dataverse refuses, or does not answer for longer than the patience lasts. */
  async request(request: DataverseRequest): Promise<DataverseReply> {
    return this.read(request, ({ status, headers, body }) => {
      const json: unknown = body === '' ? null : JSON.parse(body);
      return { status, headers, json };
    });
  }

  /**
   * As `request`, with a reader of the answer: for `$batch` and pages. What it makes of half a body (SyntaxError), or of a
   * part that somebody else answered (DataverseError), is repeated as if the whole call had failed so.
   */
  async read<Value>(request: DataverseRequest, reader: (reply: TransportReply) => Value): Promise<Value> {
    let renewed = false;
    let spentMs = 0;
    for (let attempt = 1; ;) {
      const lane = this.#laneOf(request.user);
      this.#withinPatience(lane, request);
      const sent = await this.#once(lane, request);
      const read = sent.reply === null ? sent : readBy(reader, sent, askedFor(request));
      if (read.error === null) {
        lane.governor.answered();
        return read.value;
      }
      const { error } = read;
      if (error.code === 'throttled') {
        lane.governor.throttled(error.retry?.afterMs ?? null, error.message);
        if (request.notice === true) throw error;
        // The call waits in its governor, where the pause is everybody's.
        renewed = false;
        continue;
      }
      if (error.code === 'unauthorized') {
        lane.tokens.reject(sent.token);
        // A fresh token that is refused again will not be accepted the third time.
        if (renewed || request.notice === true) throw lastWord(error);
        renewed = true;
        continue;
      }
      const unsent = sent.token === '';
      const delay = unsent || mayRepeat(request) ? this.#delayMs(attempt, request, error) : null;
      spentMs += sent.tookMs + (delay ?? 0);
      if (delay === null || spentMs >= (this.#options.patience ?? patiences.run).wholeMs) throw lastWord(error);
      await this.#backOff(delay, error.message, request.signal);
      attempt += 1;
    }
  }

  /** One GET; the JSON of its answer. */
  async get(path: string, options: Omit<DataverseRequest, 'method' | 'path' | 'body'>): Promise<unknown> {
    return (await this.request({ ...options, method: 'GET', path })).json;
  }

  #laneOf(user: number | undefined): Lane {
    if (user === undefined) return this.#freest();
    const lane = this.#options.lanes[user];
    if (lane === undefined) throw new Error(`There is no application user number ${user}.`);
    return lane;
  }

  #freest(): Lane {
    const now = this.#options.clock.now().getTime();
    let best: Lane | undefined;
    let bestScore = Infinity;
    for (const lane of this.#options.lanes) {
      const wait = (lane.governor.pause?.untilMs ?? now) - now;
      // A user whose places other processes still have comes last.
      const score = wait * 1000 + (lane.governor.active + lane.governor.waiting + 1) / (lane.governor.limit || 0.01);
      if (score < bestScore) [best, bestScore] = [lane, score];
    }
    if (best === undefined) throw new Error('A Dataverse client needs at least one application user.');
    return best;
  }

  /** @throws DataverseError `throttled` for somebody who will not wait for so long. */
  #withinPatience({ governor }: Lane, { notice }: DataverseRequest): void {
    const { longestWaitMs } = this.#options.patience ?? patiences.run;
    const pause = notice === true ? null : governor.pause;
    if (pause === null) return;
    const afterMs = pause.untilMs - this.#options.clock.now().getTime();
    if (afterMs <= longestWaitMs) return;
    const until = new Date(pause.untilMs).toISOString();
    const text = `No further requests until ${until}, as was asked for: ${pause.reason}`;
    throw new DataverseError(text, { code: 'throttled', status: 429, retry: { afterMs } });
  }

  #delayMs(attempt: number, request: DataverseRequest, error: DataverseError): number | null {
    if (error.lasting || request.notice === true) return null;
    const { random, patience = patiences.run, longestPauseMs = usualLongestPauseMs } = this.#options;
    return nextDelayMs(attempt, error, random, patience, longestPauseMs);
  }

  async #backOff(ms: number, reason: string, signal: AbortSignal | undefined): Promise<void> {
    const waiting: WaitingFor = { untilMs: this.#options.clock.now().getTime() + ms, reason };
    if (ms >= worthSayingMs) this.#backingOff.add(waiting);
    try {
      await this.#options.clock.sleep(ms, signal);
    } finally {
      this.#backingOff.delete(waiting);
    }
  }

  async #once(lane: Lane, request: DataverseRequest): Promise<Sent> {
    const { flow = '', plannedSend, signal, purpose, notice = false } = request;
    const kind = notice ? 'notice' : isPage(purpose) ? 'page' : 'short';
    const leave = await lane.governor.enter({ flow, plannedSend, signal, kind });
    const beganMs = this.#options.clock.steadyMs();
    const tookMs = (): number => this.#options.clock.steadyMs() - beganMs;
    let token = '';
    try {
      token = await unlessAborted(lane.tokens.token(), signal);
      const leftMs = this.serverClock.leaving();
      const reply = await this.#options.transport.send(this.#wire(request, token));
      this.#options.onCall?.({ purpose, flow, status: reply.status });
      const verdict = verdictOn(reply, expectedOf(request), this.#origin, this.#options.clock.now().getTime());
      if (verdict.kind !== 'answer') {
        const error = dataverseErrorOf(verdict, reply, askedFor(request));
        reply.giveBack?.();
        return { reply: null, error, token, tookMs: tookMs() };
      }
      const hint = Number(reply.headers['x-ms-dop-hint']);
      if (Number.isFinite(hint) && hint > 0) lane.governor.hinted(hint);
      // What an intermediary refuses carries its own time.
      this.serverClock.heard(reply.headers['date'], leftMs);
      return { reply, error: null, token, tookMs: tookMs() };
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      if (token !== '') this.#options.onCall?.({ purpose, flow, status: error.status });
      return { reply: null, error, token, tookMs: tookMs() };
    } finally {
      leave();
    }
  }

  #wire(request: DataverseRequest, token: string): TransportRequest {
    const { body } = request;
    const json = body !== undefined && typeof body !== 'string';
    return {
      method: request.method,
      url: new URL(request.path, this.serviceRoot).href,
      headers: {
        accept: 'application/json',
        'odata-version': '4.0',
        'odata-maxversion': '4.0',
        ...(request.method === 'GET' ? { 'if-none-match': 'null' } : {}),
        ...(json ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
        authorization: `Bearer ${token}`,
      },
      large: isPage(request.purpose),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    };
  }
}

/** What calls wait for. */
interface WaitingFor {
  readonly untilMs: number;
  /** One sentence: who asked to wait, or what stands against going on. */
  readonly reason: string;
}

/** Shorter waits are over before anybody has read of them. */
const worthSayingMs = 2_000;

function expectedOf({ method, path }: DataverseRequest): Expected {
  if (path === '$batch') return 'multipart';
  return method === 'GET' ? 'json' : 'write';
}

/** Everything else is small, and done in milliseconds. */
function isPage(purpose: CallPurpose): boolean {
  return purpose === 'members' || purpose === 'membership' || purpose === 'verify';
}

/** What a POST without a promise did before its answer was lost is unknown. */
function mayRepeat({ method, idempotent }: DataverseRequest): boolean {
  return method !== 'POST' || idempotent === true;
}

/** Queries hold list names and ids: messages name the resource alone. */
function askedFor({ method, path }: DataverseRequest): string {
  const cut = path.indexOf('?');
  return `${method} ${cut < 0 ? path : path.slice(0, cut)}`;
}
