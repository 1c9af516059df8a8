import type { RowId } from '@pmds/contracts/ids';
import { OutsideError } from '../../domain/failures.js';
import type { ServiceRequest } from '../../domain/requests/request.js';
import type { EngineEvents } from '../../ports/events.js';
import type { ServiceRequests } from '../../ports/requests.js';
import { refuseRequest, type RequestAnswer, type RequestHandler } from './handler.js';
import { requestSentence } from './texts/request-texts.js';

export interface RequestDependencies {
  readonly requests: ServiceRequests;
  readonly handlers: readonly RequestHandler[];
  readonly events: EngineEvents;
  /** By Dataverse's clock, as rows are dated. */
  readonly now: () => Date;
}

/** Rows of a look, and of them at most so many of one owner while others wait. */
const lookRows = 200;
const shareOfOwner = 20;
const looksForOthers = 8;
/** Requests that are worked on at a time: each may take calls or a file. */
const atOnce = 4;
/** After that, a request that only ever failed is refused, so that whoever asked stops waiting. */
const giveUpAfterMinutes = 60;
const giveUpAfterErrors = 3;

/** Requests that failed in ways nobody foresaw, by how often; kept between looks. */
export type FailedBefore = Map<RowId, number>;

/**
 * One look: every request that waits is answered, refused in words, or left waiting because Dataverse does not answer; the
 * last no longer than an hour. Owners take turns.
 * @returns how many were answered.
 */
export async function answerRequests(
  dependencies: RequestDependencies,
  failed: FailedBefore,
  signal: AbortSignal,
): Promise<number> {
  const waiting = inTurns(await fairLook(dependencies.requests, signal));
  for (const id of failed.keys()) if (!waiting.some((request) => request.id === id)) failed.delete(id);
  let answered = 0;
  const take = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      if (await answerOne(dependencies, next, failed, signal)) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return answered;
}

/** The oldest rows; where owners fill the look, those of the others as well. */
async function fairLook(requests: ServiceRequests, signal: AbortSignal): Promise<readonly ServiceRequest[]> {
  const taken = new Map<RowId, ServiceRequest>();
  const served: RowId[] = [];
  for (let look = 0; look < looksForOthers; look += 1) {
    const rows = await requests.waiting(lookRows, served, signal);
    const full = rows.length === lookRows;
    const before = served.length;
    for (const [owner, own] of byOwner(rows)) {
      for (const request of own.slice(0, full ? shareOfOwner : lookRows)) taken.set(request.id, request);
      if (own.length > shareOfOwner) served.push(owner);
    }
    // With so many owners each has a place in one of the next looks.
    if (!full || served.length === before) break;
  }
  return [...taken.values()];
}

function byOwner(requests: Iterable<ServiceRequest>): ReadonlyMap<RowId, readonly ServiceRequest[]> {
  const owners = new Map<RowId, ServiceRequest[]>();
  for (const request of requests) {
    const own = owners.get(request.owner.id) ?? [];
    owners.set(request.owner.id, own);
    own.push(request);
  }
  return owners;
}

/** One of each owner, then the next of each. */
function inTurns(requests: readonly ServiceRequest[]): ServiceRequest[] {
  const queues = [...byOwner(requests).values()];
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue.slice(turn, turn + 1))).flat();
}

async function answerOne(
  { requests, handlers, events, now }: RequestDependencies,
  request: ServiceRequest,
  failed: FailedBefore,
  signal: AbortSignal,
): Promise<boolean> {
  const handler = handlers.find(({ kind }) => kind === request.kind);
  try {
    const answer = handler === undefined ? refuseRequest('unknownKind') : await handler.handle(request, signal);
    return await write(answer);
  } catch (error) {
    if (signal.aborted) return false;
    const text = error instanceof OutsideError ? error.message : error instanceof Error ? error.name : 'Error';
    events.event('request-failed', { request: request.id, kind: request.kind, error: text });
    return await giveUp(error);
  }

  async function write({ state, sentence, answer = null, request: row = request }: RequestAnswer): Promise<boolean> {
    const language = await requests.languageOf(request, signal);
    const text = requestSentence(language, sentence);
    const done = await requests.answer(row, { state, sentence: text, answer, answeredOn: now() }, signal);
    if (done === 'answered') events.event('request-answered', { request: request.id, kind: request.kind, state });
    return done === 'answered';
  }

  /** Says so on the row once waiting longer helps nobody. */
  async function giveUp(error: unknown): Promise<boolean> {
    const minutes = Math.floor((now().getTime() - request.createdOn.getTime()) / 60_000);
    const times = (failed.get(request.id) ?? 0) + 1;
    failed.set(request.id, times);
    const passing = error instanceof OutsideError && error.retry !== null;
    if (passing ? minutes < giveUpAfterMinutes : times < giveUpAfterErrors) return false;
    try {
      const over =
        error instanceof OutsideError ? refuseRequest('gaveUp', Math.max(1, minutes)) : refuseRequest('internal');
      return await write(over);
    } catch (refused) {
      if (!(refused instanceof OutsideError)) throw refused;
      return false;
    }
  }
}
