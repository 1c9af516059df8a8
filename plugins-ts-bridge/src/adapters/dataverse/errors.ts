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

/** A failed call. The message is Dataverse's own where it gave one; it never holds tokens or secrets. */
export class DataverseError extends Error {
  readonly code: DataverseErrorCode;
  readonly status: number;
  readonly platformCode: string;
  readonly retry: { readonly afterMs: number } | null;
  readonly requestId: string | null;

  constructor(message: string, details: DataverseErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataverseError';
    this.code = details.code;
    this.status = details.status;
    this.platformCode = details.platformCode ?? '';
    this.retry = details.retry ?? null;
    this.requestId = details.requestId ?? null;
  }
}
