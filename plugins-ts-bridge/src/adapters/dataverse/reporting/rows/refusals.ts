import { OutsideError } from '../../../../domain/failures.js';
import type { Refusal, RefusedReport } from '../../../../domain/outbox/dead-letter.js';
import type { OutboxMessage } from '../../../../domain/outbox/outbox.js';
import { withoutAddresses } from '../../../../domain/values/without-addresses.js';
import { DataverseError } from '../../http/errors.js';
import type { Columns } from './row-columns.js';

/** Statuses of the 400s that say nothing against the report itself. */
const passing: ReadonlySet<number> = new Set([401, 408, 412, 429]);

/**
 * Whether sending the same report again is answered the same way, as long as nobody changes anything in Dataverse.
 * @param lastAttempt It was tried often enough: what Dataverse fails at (500, 408) is given up, too.
 */
function isRefusal(error: unknown, lastAttempt = false): boolean {
  // Nothing came from outside: the report itself cannot be made.
  if (!(error instanceof OutsideError)) return true;
  if (!(error instanceof DataverseError) || error.code === 'sign-in') return false;
  const { status } = error;
  if (lastAttempt && (status === 500 || status === 408)) return true;
  return status >= 400 && status < 500 && !passing.has(status);
}

/** The row is not there any more: nobody can be told. */
export function isGone(error: unknown): boolean {
  return error instanceof DataverseError && error.code === 'not-found';
}

export function isForbidden(error: unknown): boolean {
  return error instanceof DataverseError && error.code === 'forbidden';
}

export function refusalOf(error: unknown, columns: readonly string[] = []): Refusal {
  if (error instanceof DataverseError) {
    return {
      status: error.status,
      code: error.platformCode,
      reason: withoutAddresses(error.message).slice(0, 1_000),
      columns,
    };
  }
  // The message of a programming error may hold anything.
  const name = error instanceof Error ? error.name : 'Error';
  return { status: 0, code: '', reason: `The service could not send this report (${name}).`, columns };
}

/** Collects what is refused while the rest goes on. */
export class Refusals {
  readonly reports: RefusedReport[] = [];
  readonly #lastAttempt: boolean;
  readonly #signal: AbortSignal;

  constructor(lastAttempt: boolean, signal: AbortSignal) {
    this.#lastAttempt = lastAttempt;
    this.#signal = signal;
  }

  /** @returns whether the error is one that stays. */
  stays(error: unknown): boolean {
    return !this.#signal.aborted && isRefusal(error, this.#lastAttempt);
  }

  add(message: OutboxMessage, error: unknown, columns: readonly string[] = []): void {
    this.reports.push({ message, refusal: refusalOf(error, columns) });
  }

  /** Does the work; what it is refused for good is kept, what may pass is thrown on. */
  async during(message: OutboxMessage, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.stays(error)) throw error;
      this.add(message, error);
    }
  }

  /**
   * Writes a row, and where that is refused, each of its columns that is taken: refused ones are found by halving, so that one
   * value that Dataverse does not take keeps no other back.
   */
  async writeRow(
    message: OutboxMessage,
    columns: Columns,
    write: (columns: Columns) => Promise<unknown>,
  ): Promise<void> {
    const refused = new Map<string, { readonly error: unknown; readonly names: string[] }>();
    const part = async (names: readonly string[]): Promise<void> => {
      try {
        await write(Object.fromEntries(names.map((name) => [name, columns[name] ?? null])));
      } catch (error) {
        if (!this.stays(error)) throw error;
        const whole = names.length === Object.keys(columns).length;
        if (names.length > 1 && !(whole && isForbidden(error) && (await this.#allForbidden(names, columns, write)))) {
          const middle = Math.ceil(names.length / 2);
          await part(names.slice(0, middle));
          await part(names.slice(middle));
          return;
        }
        const reason = refusalOf(error).reason;
        const same = refused.get(reason) ?? { error, names: [] };
        refused.set(reason, same);
        same.names.push(...names);
      }
    };
    await part(Object.keys(columns));
    for (const { error, names } of refused.values()) this.add(message, error, names);
  }

  /** Whether the row may not be written at all, rather than one of its columns: then no part of it need be tried. */
  async #allForbidden(
    names: readonly string[],
    columns: Columns,
    write: (columns: Columns) => Promise<unknown>,
  ): Promise<boolean> {
    const [first = ''] = names;
    try {
      await write({ [first]: columns[first] ?? null });
      return false;
    } catch (error) {
      if (!this.stays(error)) throw error;
      return isForbidden(error);
    }
  }
}
