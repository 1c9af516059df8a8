import type { Solution } from '../read/read-solution.js';
import { literal, propertyName, type Literal } from '../read/source-text.js';
import { attribute, textOf, type XmlElement } from '../read/xml.js';

const header =
  '// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.';

/** Text of `contracts/src/generated/custom-apis.ts`. */
export function customApisSource(solution: Solution): string {
  const apis: Record<string, Literal> = {};
  for (const api of solution.customApis) {
    const parameters: Record<string, Literal> = {};
    for (const parameter of api.parameters) {
      parameters[propertyName(parameter.uniqueName)] = {
        name: parameter.uniqueName,
        type: parameter.type ?? 'unknown',
        optional: parameter.optional,
      };
    }
    apis[propertyName(api.uniqueName, solution.prefix)] = {
      uniqueName: api.uniqueName,
      boundTable: api.boundTable,
      executePrivilege: api.executePrivilege,
      parameters,
    };
  }
  return `${header}\n\n/** Our Custom APIs; one bound to a table is called on a row of it. */\nexport const CustomApis = ${literal(apis)} as const;\n`;
}

function named(entries: readonly { readonly id: string; readonly name: string }[]): Literal {
  return Object.fromEntries(
    entries.map(({ id, name }) => [propertyName(name), { id: id.replace(/[{}]/g, '').toLowerCase(), name }]),
  );
}

function inFolder(solution: Solution, pattern: RegExp): readonly XmlElement[] {
  return [...solution.documents].filter(([path]) => pattern.test(path)).map(([, xml]) => xml);
}

/** Text of `contracts/src/generated/solution-package.ts`. */
export function packageSource(solution: Solution): string {
  const variables = inFolder(solution, /^environmentvariabledefinitions\//).map((xml) => attribute(xml, 'schemaname'));
  const apps = inFolder(solution, /^AppModules\//).map((xml) => textOf(xml, 'UniqueName'));
  const facts: Literal = {
    uniqueName: solution.uniqueName,
    version: solution.version,
    prefix: solution.prefix,
    roles: named(solution.roles),
    columnSecurityProfiles: named(solution.columnSecurityProfiles),
    environmentVariables: Object.fromEntries(variables.map((name) => [propertyName(name, solution.prefix), name])),
    apps: Object.fromEntries(apps.map((name) => [propertyName(name, solution.prefix), name])),
  };
  return `${header}\n\n/** The package itself: what a set-up assigns and checks after the import. Ids are the same in every environment. */\nexport const SolutionPackage = ${literal(facts)} as const;\n`;
}
