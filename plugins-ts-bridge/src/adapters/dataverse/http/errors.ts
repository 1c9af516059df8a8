import { OutsideError, type FailureCode } from '../../../domain/failures.js';

/** Why a call to Dataverse or its token endpoint failed, as far as callers have to decide differently. */
export type DataverseErrorCode =
  | 'throttled'
  | 'unavailable'
  | 'network'
  | 'timeout'
  | 'sign-in'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'precondition'
  | 'refused'
  | 'not-json'
  | 'too-large';

export interface DataverseErrorDetails {
  readonly code: DataverseErrorCode;
  /** HTTP status, 0 where no answer came. */
  readonly status: number;
  /** Dataverse's own code, for example `0x80040217`; empty where there was none. */
  readonly platformCode?: string;
  /** `null` when trying again cannot help; `afterMs` is the server's wish, 0 for none. */
  readonly retry?: { readonly afterMs: number } | null;
  /** `REQ_ID`, for Microsoft's support. */
  readonly requestId?: string | null;
}

/** What a run that cannot go on ends with. */
const failureCodes: Readonly<Record<DataverseErrorCode, FailureCode>> = {
  throttled: 'DATAVERSE_UNAVAILABLE',
  unavailable: 'DATAVERSE_UNAVAILABLE',
  network: 'DATAVERSE_UNAVAILABLE',
  timeout: 'DATAVERSE_UNAVAILABLE',
  'sign-in': 'SIGN_IN_FAILED',
  unauthorized: 'SIGN_IN_FAILED',
  forbidden: 'ACCESS_DENIED',
  'not-found': 'DATAVERSE_REFUSED',
  precondition: 'DATAVERSE_REFUSED',
  refused: 'DATAVERSE_REFUSED',
  'not-json': 'PAGE_INVALID',
  'too-large': 'PAGE_INVALID',
};

/** A failed call. The message is Dataverse's own where it gave one; it never holds tokens or secrets. */
export class DataverseError extends OutsideError {
  readonly code: DataverseErrorCode;
  readonly status: number;
  readonly platformCode: string;
  readonly requestId: string | null;

  constructor(message: string, details: DataverseErrorDetails, options?: ErrorOptions) {
    super(message, { retry: details.retry ?? null, failureCode: failureCodes[details.code] }, options);
    this.name = 'DataverseError';
    this.code = details.code;
    this.status = details.status;
    this.platformCode = details.platformCode ?? '';
    this.requestId = details.requestId ?? null;
  }
}
