import { parseRowId } from '@pmds/contracts/ids';
import type { z } from 'zod';
import type { RequestKind, RequestTarget, ServiceRequest } from '../../domain/requests/request.js';
import type { WrittenAnswer } from '../../ports/requests.js';
import type { RequestSentence } from './texts/request-texts.js';

/** What a handler says; the sentence gets its language where it is written. */
export interface RequestAnswer {
  readonly state: WrittenAnswer['state'];
  readonly sentence: RequestSentence;
  readonly answer?: WrittenAnswer['answer'];
  /** The row as it was after a file was put into it; as it was read where there was none. */
  readonly request?: ServiceRequest;
}

export const refuseRequest = (
  text: RequestSentence['text'],
  ...values: readonly (string | number)[]
): RequestAnswer => ({
  state: 'refused',
  sentence: { text, values },
});

/**
 * Answers requests of one kind. It may die anywhere and is then asked again, perhaps by another process: what it does twice
 * must be the same as once.
 */
export interface RequestHandler {
  readonly kind: RequestKind;
  /** @throws OutsideError where trying again may help; the request waits. */
  handle(request: ServiceRequest, signal: AbortSignal): Promise<RequestAnswer>;
}

interface HandlerParts<Parameters> {
  readonly kind: RequestKind;
  /** Tables whose rows the kind is about. */
  readonly tables: readonly string[];
  readonly parameters: z.ZodType<Parameters>;
  answer(asked: AskedRequest<Parameters>, signal: AbortSignal): Promise<RequestAnswer>;
}

/** A request whose parts are known to be of their kind. */
interface AskedRequest<Parameters> {
  readonly request: ServiceRequest;
  readonly target: RequestTarget;
  readonly parameters: Parameters;
}

/** A handler that is given a target and parameters that were checked; others are refused in words. */
export function requestHandler<Parameters>(parts: HandlerParts<Parameters>): RequestHandler {
  return {
    kind: parts.kind,
    async handle(request, signal) {
      if (request.targetTable === null || request.targetId === null) return refuseRequest('noTarget');
      const table = parts.tables.find((known) => known === request.targetTable?.trim().toLowerCase());
      if (table === undefined) return refuseRequest('wrongTarget', parts.tables.join(', '));
      const id = parseRowId(request.targetId.trim());
      if (!id.ok) return refuseRequest('targetMissing');
      const parameters = parts.parameters.safeParse(jsonOf(request.parameters));
      if (!parameters.success) return refuseRequest('wrongParameters', firstIssue(parameters.error));
      return parts.answer({ request, target: { table, id: id.value }, parameters: parameters.data }, signal);
    },
  };
}

/** `undefined` for text that is no JSON: no schema takes it. */
function jsonOf(text: string | null): unknown {
  if (text === null || text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names the parameter, never its value. */
function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  const path = issue?.path.join('.') ?? '';
  if (path !== '') return path;
  return issue?.code === 'unrecognized_keys' ? issue.keys.join(', ').slice(0, 100) : 'JSON';
}
