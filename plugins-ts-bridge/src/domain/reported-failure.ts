import { OutsideError, RunFailure, type FailureCode } from './failures.js';

/** A failure as it travels from the process that met it to the one that holds the run's lease. */
export interface ReportedFailure {
  readonly code: FailureCode;
  readonly detail: string;
  /** Whether the run waits and goes on instead of ending. */
  readonly later: boolean;
}

export function failureOf(error: unknown): ReportedFailure {
  if (error instanceof RunFailure) return { code: error.code, detail: error.message, later: false };
  if (error instanceof OutsideError) {
    return { code: error.failureCode, detail: error.message, later: error.retry !== null };
  }
  // What an unknown error says may hold anything; the log has it.
  return { code: 'INTERNAL', detail: '', later: false };
}

export function errorOf({ code, detail, later }: ReportedFailure): Error {
  return later ? new OutsideError(detail, { retry: { afterMs: 0 }, failureCode: code }) : new RunFailure(code, detail);
}
