import type { IncomingMessage } from 'node:http';
import type { ApiResponse } from '../http/requests/message.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Organisation } from '../organisation.js';
import type { JsonObject } from '../write/input/json-body.js';

interface AdminCall {
  readonly organisation: Organisation;
  readonly request: IncomingMessage;
  /** What the route's pattern captured. */
  readonly parts: readonly string[];
  readonly url: URL;
  /** The body as JSON; an empty object when there is none. */
  readonly json: () => Promise<JsonObject>;
}

export interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below `/_emulator/`; `*` stands for one part. */
  readonly path: string;
  readonly summary: string;
  run(call: AdminCall): Promise<ApiResponse> | ApiResponse;
}

export function adminJson(value: unknown, status = 200, headers: Record<string, string> = {}): ApiResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

/** @throws DataverseError 400 naming the member that has the wrong type. */
export function numberOf(body: JsonObject, name: string, fallback?: number): number {
  const value = body[name] ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new DataverseError(400, '', `"${name}" must be a number that is not negative.`);
}

/** @throws DataverseError 400 naming the member and what it may be. */
export function oneOf<T extends string>(body: JsonObject, name: string, allowed: readonly T[], fallback?: T): T {
  const value = body[name] ?? fallback;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new DataverseError(400, '', `"${name}" must be one of ${allowed.join(', ')}.`);
  return found;
}
