import type { RowId } from '@pmds/contracts/ids';
import type { LanguageName } from '@pmds/contracts/wording';
import type { RequestTarget, ServiceRequest } from '../domain/requests/request.js';

/** What is written to the row of a request. */
export interface WrittenAnswer {
  readonly state: 'done' | 'refused';
  /** For whoever asked, in the language of `languageOf`. */
  readonly sentence: string;
  /** JSON, by the kind. */
  readonly answer: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly answeredOn: Date;
}

/** A file that an answer has. */
export interface AnswerFile {
  readonly name: string;
  readonly mimeType: string;
  /** Its bytes in parts of at most 4 MB. */
  readonly blocks: AsyncIterable<Uint8Array>;
}

/** The most that the file of a request holds, in bytes. */
export const answerFileBytes = 128 * 1024 * 1024;

/** The rows by which people ask something of the service. */
export interface ServiceRequests {
  /**
   * Rows that wait, the oldest first.
   * @param except Owners whose rows are left out.
   * @throws OutsideError
   */
  waiting(limit: number, except: readonly RowId[], signal: AbortSignal): Promise<readonly ServiceRequest[]>;
  /**
   * Writes the answer where the row is still as it was read. `gone`: it was deleted, or somebody else changed or answered it.
   * @throws OutsideError
   */
  answer(request: ServiceRequest, answer: WrittenAnswer, signal: AbortSignal): Promise<'answered' | 'gone'>;
  /**
   * Puts a file beside the answer; one that is there is replaced. @returns the request as it is then, `null` where it is gone.
   * @throws OutsideError
   */
  putFile(request: ServiceRequest, file: AnswerFile, signal: AbortSignal): Promise<ServiceRequest | null>;
  /** Language in which the owner reads; the organisation's where he has chosen none. @throws OutsideError */
  languageOf(request: ServiceRequest, signal: AbortSignal): Promise<LanguageName>;
  /** Whether the owner may read a row, by roles and shares; `missing` where it is not there. @throws OutsideError */
  mayRead(request: ServiceRequest, target: RequestTarget, signal: AbortSignal): Promise<'yes' | 'no' | 'missing'>;
  /** Of these tables those of which the owner does not read all rows. @throws OutsideError */
  tablesNotReadWhole(
    request: ServiceRequest,
    tables: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Deletes rows that were answered before a time, files included. @returns how many. @throws OutsideError */
  forgetAnswered(before: Date, signal: AbortSignal): Promise<number>;
}
