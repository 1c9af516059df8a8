import { NotImplemented } from '../model/dataverse-error.js';
import type { ReadAnswer } from '../odata/answer.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { QueryContext } from '../query/caller.js';

const roots = new Set([
  '$metadata',
  'EntityDefinitions',
  'GlobalOptionSetDefinitions',
  'RelationshipDefinitions',
  'RetrieveMetadataChanges',
]);

/** True for paths that lead to definitions instead of rows. */
export function isMetadataPath(segments: readonly PathSegment[]): boolean {
  return roots.has(segments[0]?.name ?? '');
}

export function readMetadata(_context: QueryContext, segments: readonly PathSegment[], _query: string): ReadAnswer {
  throw new NotImplemented(`reading ${segments[0]?.name ?? ''}`);
}
