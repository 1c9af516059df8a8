import { DataverseError } from '../model/dataverse-error.js';
import { annotationFilter } from '../query/caller.js';
import { json, type ApiResponse } from './requests/message.js';

const helpLink = 'http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a';

/**
 * What an error looks like on the wire. With `odata.include-annotations` the details are members of `error`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#parse-errors-from-the-response
 */
export function errorResponse(error: unknown, annotations: string | null = null): ApiResponse {
  const known = error instanceof DataverseError ? error : unexpected(error);
  const details = annotations === null ? {} : errorDetails(known, annotations);
  const retryAfter = 'retryAfterSeconds' in known ? { 'Retry-After': String(known.retryAfterSeconds) } : {};
  return json({ error: { code: known.code, message: known.message, ...details } }, known.status, retryAfter);
}

/** Our own bug: said in one sentence on the wire; where it happened goes to stderr only. */
function unexpected(error: unknown): DataverseError {
  process.stderr.write(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return new DataverseError(500, '0x80040216', 'An unexpected error occurred.');
}

function errorDetails(error: DataverseError, annotations: string): Record<string, string> {
  const all: Record<string, string> = {
    '@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus': '0',
    '@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode': '0',
    '@Microsoft.PowerApps.CDS.HelpLink': `${helpLink}${error.code.slice(2)}&client=platform`,
    '@Microsoft.PowerApps.CDS.InnerError.Message': error.message,
  };
  const asked = annotationFilter(annotations);
  return Object.fromEntries(Object.entries(all).filter(([name]) => asked(name.slice(1))));
}
