import { ownTables } from '../parts.js';
import type { Rule } from '../rule.js';

const levels = ['Basic', 'Local', 'Deep', 'Global'];
const verbs = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'];
const verbsOfOwned = [...verbs, 'Assign', 'Share'];

/**
 * Privileges on Microsoft's tables that our roles may carry. Each exists in every environment in which the tables we
 * depend on exist; a role naming one that does not may stop the import.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/privilege
 */
const microsoftPrivileges: Readonly<Record<string, readonly string[]>> = {
  Contact: ['Read', 'Write', 'AppendTo'],
  Lead: ['Read', 'Write', 'AppendTo'],
  Account: ['Read', 'AppendTo'],
  List: ['Read', 'Append', 'AppendTo'],
  Activity: ['Create', 'Read', 'Write', 'Append', 'AppendTo'],
  Queue: ['Read', 'AppendTo'],
  User: ['Read', 'AppendTo'],
  UserSettings: ['Read'],
  Organization: ['Read'],
  Solution: ['Read'],
  Entity: ['Read'],
  Attribute: ['Read'],
  Relationship: ['Read'],
  OptionSet: ['Read'],
  SdkMessage: ['Read'],
  SdkMessageProcessingStep: ['Read'],
  ServiceEndpoint: ['Read'],
  EnvironmentVariableDefinition: ['Read'],
  EnvironmentVariableValue: ['Read'],
};

/** To write to people is granted apart, so that who does not want it leaves the role out. */
const ofPeople = ['prvWriteContact', 'prvWriteLead'];

export const rolePrivileges: Rule = {
  name: 'role-privileges',
  *check(solution) {
    const tables = ownTables(solution);
    const owned = new Map(tables.map((table) => [table.schemaName, table.userOwned]));
    const existing = new Set([
      ...tables.flatMap((table) =>
        (table.userOwned ? verbsOfOwned : verbs).map((verb) => `prv${verb}${table.schemaName}`),
      ),
      ...Object.entries(microsoftPrivileges).flatMap(([table, allowed]) => allowed.map((verb) => `prv${verb}${table}`)),
    ]);
    for (const { file, name: role, privileges } of solution.roles) {
      const seen = new Set<string>();
      const toPeople = privileges.filter(({ name }) => ofPeople.includes(name));
      if (toPeople.length > 0 && toPeople.length < privileges.length) {
        yield {
          file,
          element: role,
          problem: 'It grants writing to contacts and leads together with other privileges.',
          remedy: 'Grant it in a role of its own, which is optional.',
        };
      }
      for (const { name, level } of privileges) {
        const element = `${role}: ${name}`;
        if (seen.has(name)) yield { file, element, problem: 'It is given twice.', remedy: 'Keep one.' };
        seen.add(name);
        if (!existing.has(name)) {
          yield {
            file,
            element,
            problem: 'No table of the package and no table we depend on has this privilege.',
            remedy:
              'Write prv, verb and schema name as the table has them; organization-owned tables have no Assign and no Share.',
          };
        }
        if (!levels.includes(level))
          yield { file, element, problem: `"${level}" is no level.`, remedy: `Use one of ${levels.join(', ')}.` };
        const table = [...owned.keys()].find((one) => name.endsWith(one));
        if (table !== undefined && owned.get(table) === false && level !== 'Global') {
          yield {
            file,
            element,
            problem: `${table} belongs to the organization, whose rows have no owner.`,
            remedy: 'Use the level Global.',
          };
        }
      }
    }
    for (const api of solution.customApis.filter((one) => one.executePrivilege !== '')) {
      if (existing.has(api.executePrivilege)) continue;
      yield {
        file: api.file,
        element: api.uniqueName,
        problem: `The privilege ${api.executePrivilege} does not exist.`,
        remedy: 'Name a privilege of a shipped table.',
      };
    }
  },
};
