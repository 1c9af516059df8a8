/**
 * An answer of the platform that is not success. The HTTP layer writes it as `{"error":{"code","message"}}`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */
export class DataverseError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** `0x` and eight hex digits, as documented; may be empty where the platform's is. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'DataverseError';
    this.status = status;
    this.code = code;
  }
}

/** A documented feature that the local Dataverse does not have: 501 naming it, so that nobody mistakes silence for support. */
export class NotImplemented extends DataverseError {
  constructor(feature: string) {
    super(501, '0x80060888', `The local Dataverse does not implement ${feature}.`);
    this.name = 'NotImplemented';
  }
}

/** 400 `0x80060888`: a URL or query option that OData does not allow. */
export function malformed(message: string): DataverseError {
  return new DataverseError(400, '0x80060888', message);
}

/** 404 `0x8006088a`: an entity set, operation or navigation that the organisation does not have. */
export function noSuchSegment(segment: string): DataverseError {
  return new DataverseError(404, '0x8006088a', `Resource not found for the segment '${segment}'.`);
}

/** 404 `0x80040217`: the row is not there, or the caller cannot see it. */
export function noSuchRow(table: string, id: string): DataverseError {
  return new DataverseError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
}

/**
 * 403 `0x80048306`: the caller has the privilege, but not for this row.
 * https://learn.microsoft.com/troubleshoot/power-platform/dataverse/user-permissions/client-errors
 * @param access such as `ReadAccess`
 */
export function noAccess(userId: string, access: string, table: string, id: string): DataverseError {
  return new DataverseError(
    403,
    '0x80048306',
    `Principal with id ${userId} does not have ${access} right(s) for record with id ${id} of entity ${table}`,
  );
}
