import type { Model } from '../../model/model.js';
import { importError } from '../import-error.js';
import type { PackageContent } from '../package-content.js';

/** Columns with a relationship of their own kind; the package need not bring it. */
const withoutRelationship = new Set(['ownerid']);

/**
 * Tables and their relationships fit each other and the organisation.
 * @throws DataverseError
 */
export function checkTables(content: PackageContent, model: Model): void {
  const own = new Set(content.tables.filter((table) => table.spec !== null).map((table) => table.logicalName));
  const exists = (name: string): boolean => own.has(name) || name === 'owner' || model.findTable(name) !== undefined;
  for (const table of content.tables) {
    if (!exists(table.logicalName)) {
      throw importError(
        `The entity ${table.logicalName} does not exist in the target system and the solution does not bring it.`,
      );
    }
    const prefix = `${content.manifest.publisher.prefix}_`;
    if (
      table.spec !== null &&
      !table.logicalName.startsWith(prefix) &&
      model.findTable(table.logicalName) === undefined
    ) {
      throw importError(`The entity ${table.logicalName} does not begin with the publisher's prefix ${prefix}.`);
    }
    checkLookups(content, table.logicalName);
    for (const { spec, globalChoice } of table.columns) {
      const known = content.choices.some((choice) => choice.name === globalChoice?.toLowerCase());
      if (globalChoice !== null && !known && model.findOptionSet(globalChoice.toLowerCase()) === undefined) {
        throw importError(`The option set ${globalChoice} of ${table.logicalName}.${spec.logicalName} does not exist.`);
      }
    }
  }
  for (const relationship of content.relationships) {
    const ends =
      relationship.kind === 'one-to-many'
        ? [relationship.referencing, relationship.referenced]
        : [relationship.first, relationship.second];
    const missing = ends.find((name) => !exists(name));
    if (missing !== undefined) {
      throw importError(
        `The entity relationship role of the referencing entity is required. Relationship ${relationship.name} names the entity ${missing}, which does not exist.`,
      );
    }
  }
}

function checkLookups(content: PackageContent, table: string): void {
  const related = new Set(
    content.relationships.flatMap((at) => (at.kind === 'one-to-many' && at.referencing === table ? [at.column] : [])),
  );
  const orphans = (content.tables.find((at) => at.logicalName === table)?.columns ?? [])
    .filter(
      ({ spec }) =>
        spec.type === 'lookup' && !withoutRelationship.has(spec.logicalName) && !related.has(spec.logicalName),
    )
    .map(({ spec }) => spec.schemaName);
  if (orphans.length > 0) {
    throw importError(
      `The following attributes of ${table} are missing their associated relationship definition: ${orphans.join(', ')}.`,
    );
  }
}
