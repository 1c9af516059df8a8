import { RunFailure } from '../../../domain/failures.js';
import { DataverseError } from '../http/errors.js';

/** What was being read, for the sentence. */
export interface ReadSubject {
  /** For example `contact`. */
  readonly table: string;
  /** Name of the dynamic list whose own query was used. */
  readonly listName?: string;
}

/** A refused call in the run's words. What may succeed later stays as it is: the run waits and goes on. */
export function asRunError(error: unknown, { table, listName }: ReadSubject): unknown {
  if (error instanceof RunFailure && error.code === 'QUERY_UNPAGED' && listName !== undefined) {
    return new RunFailure(error.code, `The query of marketing list "${listName}": ${error.message}`, { cause: error });
  }
  if (!(error instanceof DataverseError) || error.retry !== null) return error;
  const said = error.requestId === null ? error.message : `${error.message} (request ${error.requestId})`;
  const options = { cause: error };
  // Only what Dataverse says of the request itself is the list's fault.
  if (error.code === 'refused' && error.status === 400 && listName !== undefined) {
    const detail = `The query of marketing list "${listName}" was refused: ${said}`;
    return new RunFailure('LIST_QUERY_REFUSED', detail, options);
  }
  // A column that went between the check of the metadata and the page.
  if (error.platformCode === '0x80041103') return new RunFailure('FIELD_MISSING', said, options);
  return new RunFailure(error.failureCode, `Reading ${table} failed: ${said}`, options);
}
