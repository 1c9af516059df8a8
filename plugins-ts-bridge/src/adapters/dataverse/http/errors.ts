import { OutsideError, type FailureCode } from '../../../domain/failures.js';

/** Why a call to Dataverse or its token endpoint failed, as far as callers have to decide differently. */
export type DataverseErrorCode =
  | 'throttled'
  | 'unavailable'
  /** No connection came about, or it broke. */
  | 'network'
  /** Whoever was connected did not answer in time. */
  | 'timeout'
  /** Somebody between answered in Dataverse's place. */
  | 'foreign'
  /** No encrypted connection came about that is trusted: the certificate, or TLS itself. */
  | 'tls'
  | 'sign-in'
  /** A policy of the tenant does not let the application sign in from here. */
  | 'sign-in-blocked'
  | 'unauthorized'
  | 'forbidden'
  /** The IP firewall of the environment. */
  | 'ip-blocked'
  | 'not-found'
  | 'precondition'
  | 'refused'
  | 'not-json'
  | 'too-large';

interface DataverseErrorDetails {
  readonly code: DataverseErrorCode;
  /** HTTP status, 0 where no answer came. */
  readonly status: number;
  /** Dataverse's own code, for example `0x80040217`; empty where there was none. */
  readonly platformCode?: string;
  /** `null` when trying again cannot help; `afterMs` is the server's wish, 0 for none. */
  readonly retry?: { readonly afterMs: number } | null;
  /** Somebody has to change something first: asking again at once is in vain, though a run may wait for it. */
  readonly lasting?: boolean;
  /** `REQ_ID`, for Microsoft's support. */
  readonly requestId?: string | null;
}

/** `platformCode` of a token that a policy does not find enough. */
export const claimsChallenge = 'insufficient_claims';

/** What a run that cannot go on ends with. */
const failureCodes: Readonly<Record<DataverseErrorCode, FailureCode>> = {
  throttled: 'DATAVERSE_THROTTLED',
  unavailable: 'DATAVERSE_UNAVAILABLE',
  network: 'DATAVERSE_UNREACHABLE',
  timeout: 'DATAVERSE_UNAVAILABLE',
  foreign: 'FOREIGN_ANSWER',
  tls: 'DATAVERSE_NOT_TRUSTED',
  'sign-in': 'SIGN_IN_FAILED',
  'sign-in-blocked': 'SIGN_IN_BLOCKED',
  unauthorized: 'SIGN_IN_FAILED',
  forbidden: 'ACCESS_DENIED',
  'ip-blocked': 'IP_BLOCKED',
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
  readonly lasting: boolean;

  constructor(message: string, details: DataverseErrorDetails, options?: ErrorOptions) {
    super(message, { retry: details.retry ?? null, failureCode: failureCodes[details.code] }, options);
    this.name = 'DataverseError';
    this.code = details.code;
    this.status = details.status;
    this.platformCode = details.platformCode ?? '';
    this.requestId = details.requestId ?? null;
    this.lasting = details.lasting ?? false;
  }

  /** Dataverse does not let the service in: nothing follows for the row or mail that was asked for. */
  get accessLost(): boolean {
    return accessCodes.has(this.code);
  }
}

const accessCodes: ReadonlySet<DataverseErrorCode> = new Set([
  'unauthorized',
  'sign-in',
  'sign-in-blocked',
  'ip-blocked',
]);
