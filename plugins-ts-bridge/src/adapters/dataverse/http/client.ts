import { nextDelayMs } from '../../../domain/retry-policy.js';
import type { Clock } from '../../../ports/clock.js';
import { DataverseError } from './errors.js';
import { mapFailure } from './failure-mapping.js';
import type { Governor } from './governor.js';
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
  readonly signal?: AbortSignal;
  /** Which application user asks, by its position; the one that is freest when left out. */
  readonly user?: number;
}

export interface DataverseReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed body; `null` for 204 and empty bodies. For answers that are not JSON use `requestText`. */
  readonly json: unknown;
}

/** One application user: its sign-in, and how much it may have under way. */
export interface Lane {
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
  /** Called once per round-trip, retries included, after its answer. */
  readonly onCall?: (call: { readonly purpose: CallPurpose; readonly flow: string; readonly status: number }) => void;
}

/** Patience above a transport: sign-in, turns, retries, throttling and errors mapped. Knows nothing of tables. */
export class DataverseClient {
  readonly serviceRoot: string;
  /** What time it is there, by its answers. */
  readonly serverClock = new DataverseClock();
  readonly #options: DataverseClientOptions;

  constructor(options: DataverseClientOptions) {
    this.#options = options;
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

  /** What every lane waits for (the one that ends first), `null` when at least one is free to go. */
  get pause(): { readonly untilMs: number; readonly reason: string } | null {
    const pauses = this.#options.lanes.map((lane) => lane.governor.pause);
    if (pauses.includes(null)) return null;
    return pauses.filter((pause) => pause !== null).sort((a, b) => a.untilMs - b.untilMs)[0] ?? null;
  }

  /** @throws DataverseError when Dataverse refuses, or does not answer for longer than the retry policy waits. */
  async request(request: DataverseRequest): Promise<DataverseReply> {
    const reply = await this.requestText(request);
    if (reply.body === '') return { status: reply.status, headers: reply.headers, json: null };
    try {
      const json: unknown = JSON.parse(reply.body);
      return { status: reply.status, headers: reply.headers, json };
    } catch (cause) {
      throw new DataverseError(
        `Dataverse answered ${request.method} ${pathOnly(request.path)} with a body that is not JSON.`,
        { code: 'not-json', status: reply.status },
        { cause },
      );
    }
  }

  /** As `request`, with the body as text: for `$batch` and for pages that are parsed elsewhere. */
  async requestText(request: DataverseRequest): Promise<TransportReply> {
    for (let attempt = 1; ;) {
      const lane = this.#laneOf(request.user);
      const reply = await this.#once(lane, request);
      if (!(reply instanceof DataverseError)) return reply;
      const throttled = reply.code === 'throttled';
      if (throttled) lane.governor.throttled(reply.retry?.afterMs ?? 0, reply.message);
      if (!throttled && !mayRepeat(request, reply)) throw reply;
      // A fresh token that is refused again will not be accepted the third time.
      if (reply.code === 'unauthorized' && attempt > 2) throw reply;
      const delay = nextDelayMs(attempt, { retry: reply.retry, throttled }, this.#options.random);
      if (delay === null) throw reply;
      // A throttled call waits in its governor, where the pause is everybody's.
      if (!throttled) await this.#options.clock.sleep(delay, request.signal);
      if (!throttled) attempt += 1;
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

  async #once(lane: Lane, request: DataverseRequest): Promise<TransportReply | DataverseError> {
    const { flow = '', plannedSend, signal, purpose } = request;
    const leave = await lane.governor.enter({ flow, plannedSend, signal, kind: isPage(purpose) ? 'page' : 'short' });
    let token = '';
    try {
      token = await lane.tokens.token();
      const leftMs = this.serverClock.leaving();
      const reply = await this.#options.transport.send(this.#wire(request, token));
      this.#options.onCall?.({ purpose: request.purpose, flow, status: reply.status });
      const hint = Number(reply.headers['x-ms-dop-hint']);
      if (Number.isFinite(hint) && hint > 0) lane.governor.hinted(hint);
      if (reply.status < 400) {
        // What an intermediary refuses carries its own time.
        this.serverClock.heard(reply.headers['date'], leftMs);
        return reply;
      }
      if (reply.status === 401) lane.tokens.reject(token);
      return mapFailure(reply, request.method, pathOnly(request.path));
    } catch (error) {
      if (error instanceof DataverseError) {
        if (token !== '') this.#options.onCall?.({ purpose: request.purpose, flow, status: error.status });
        return error;
      }
      throw error;
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

/** Everything else is small, and done in milliseconds. */
function isPage(purpose: CallPurpose): boolean {
  return purpose === 'members' || purpose === 'membership' || purpose === 'verify';
}

/** What a POST without a promise did before its answer was lost is unknown: only refusals known to precede it repeat. */
function mayRepeat(request: DataverseRequest, failure: DataverseError): boolean {
  if (request.method !== 'POST' || request.idempotent === true) return true;
  return failure.code === 'unauthorized' || failure.code === 'sign-in';
}

/** Queries hold list names and ids: messages name the resource alone. */
function pathOnly(path: string): string {
  const cut = path.indexOf('?');
  return cut < 0 ? path : path.slice(0, cut);
}
