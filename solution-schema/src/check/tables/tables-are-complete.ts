import { child, path, textOf } from '../../read/xml.js';
import type { Table } from '../../read/read-table.js';
import { ownTables } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

/** Columns of the platform that an export of a custom table carries. Which of them may be left out is not documented. */
const always = [
  'createdby',
  'createdon',
  'createdonbehalfby',
  'modifiedby',
  'modifiedon',
  'modifiedonbehalfby',
  'importsequencenumber',
  'overriddencreatedon',
  'statecode',
  'statuscode',
  'timezoneruleversionnumber',
  'utcconversiontimezonecode',
];
const ofOwned = ['ownerid', 'owningbusinessunit', 'owningteam', 'owninguser'];
const ofOrganization = ['organizationid'];

/** Flags without which an import falls back to something we did not choose. */
const flags = [
  'IsAuditEnabled',
  'IsActivity',
  'IsVisibleInMobileClient',
  'IsCustomizable',
  'CanCreateForms',
  'CanCreateViews',
  'ChangeTrackingEnabled',
  'IntroducedVersion',
  'IsSolutionAware',
];

function* columnProblems(table: Table): Generator<Problem> {
  const { file, schemaName } = table;
  const names = table.columns.map(({ logicalName }) => logicalName);
  for (const name of [...always, ...(table.userOwned ? ofOwned : ofOrganization)].filter(
    (one) => !names.includes(one),
  )) {
    yield {
      file,
      element: schemaName,
      problem: `The column ${name} is missing.`,
      remedy: 'Add it as an export has it.',
    };
  }
  for (const name of names.filter((one, index) => names.indexOf(one) !== index)) {
    yield { file, element: name, problem: 'Two columns have this logical name.', remedy: 'Rename one.' };
  }
  for (const { logicalName, physicalName } of table.columns) {
    if (physicalName.toLowerCase() === logicalName) continue;
    yield {
      file,
      element: physicalName,
      problem: `Its logical name is ${logicalName}.`,
      remedy: 'The logical name is the schema name in lower case.',
    };
  }
  const keys = table.columns.filter(({ type }) => type === 'primarykey');
  if (keys.length !== 1 || keys[0]?.physicalName !== `${schemaName}Id`) {
    yield {
      file,
      element: schemaName,
      problem: 'The primary key is not the schema name followed by Id.',
      remedy: `Have one column of type primarykey, ${schemaName}Id.`,
    };
  }
  const primary = table.columns.filter((column) => column.primaryName);
  if (primary.length !== 1 || primary[0]?.type !== 'nvarchar') {
    yield {
      file,
      element: schemaName,
      problem: 'There is not exactly one primary name.',
      remedy: 'Put PrimaryName into the DisplayMask of one text column.',
    };
  }
}

export const tablesAreComplete: Rule = {
  name: 'tables-are-complete',
  *check(solution) {
    const sets = new Set<string>();
    for (const table of ownTables(solution)) {
      const { file, schemaName, entitySetName } = table;
      const entity = path(table.xml, 'EntityInfo', 'entity');
      yield* columnProblems(table);
      if (entitySetName !== entitySetName.toLowerCase() || sets.has(entitySetName)) {
        yield {
          file,
          element: 'EntitySetName',
          problem: `"${entitySetName}" is not in lower case or taken.`,
          remedy: 'Use the plural of the logical name.',
        };
      }
      sets.add(entitySetName);
      if (!['UserOwned', 'OrgOwned'].includes(textOf(entity, 'OwnershipTypeMask'))) {
        yield {
          file,
          element: 'OwnershipTypeMask',
          problem: 'It cannot be changed later and is not one we know.',
          remedy: 'Write UserOwned or OrgOwned.',
        };
      }
      if (child(entity, 'LocalizedCollectionNames') === undefined) {
        yield {
          file,
          element: schemaName,
          problem: 'It has no plural name, which the import asks for.',
          remedy: 'Add LocalizedCollectionNames.',
        };
      }
      for (const flag of flags.filter((name) => textOf(entity, name) === '')) {
        yield { file, element: flag, problem: 'The flag is missing.', remedy: 'Write it as an export has it.' };
      }
    }
  },
};
