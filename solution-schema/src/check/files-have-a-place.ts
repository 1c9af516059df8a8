import type { Rule } from './rule.js';

/** Every place a file of the packer's XML layout can have. */
const places: readonly RegExp[] = [
  /^Other\/(Solution|Customizations|Relationships|FieldSecurityProfiles)\.xml$/,
  /^Other\/Relationships\/[^/]+\.xml$/,
  /^Entities\/[^/]+\/(Entity|RibbonDiff)\.xml$/,
  /^Entities\/[^/]+\/FormXml\/(main|quick|card|quickCreate)\/\{[0-9a-f-]{36}\}\.xml$/,
  /^Entities\/[^/]+\/(SavedQueries|Visualizations)\/\{[0-9a-f-]{36}\}\.xml$/,
  /^Dashboards\/\{[0-9a-f-]{36}\}\.xml$/,
  /^OptionSets\/[^/]+\.xml$/,
  /^Roles\/[^/]+\.xml$/,
  /^WebResources\/.+$/,
  /^Controls\/[^/]+\/.+$/,
  /^AppModules\/[^/]+\/AppModule\.xml$/,
  /^AppModuleSiteMaps\/[^/]+\/AppModuleSiteMap\.xml$/,
  /^customapis\/[^/]+\/(customapi|customapirequestparameters\/[^/]+\/customapirequestparameter|customapiresponseproperties\/[^/]+\/customapiresponseproperty)\.xml$/,
  /^environmentvariabledefinitions\/[^/]+\/environmentvariabledefinition\.xml$/,
];

/** The packer takes folders by their exact names and leaves everything else out without an error. */
export const filesHaveAPlace: Rule = {
  name: 'files-have-a-place',
  *check(solution) {
    const resources = new Set(solution.webResources.flatMap(({ file, contentFile }) => [file, contentFile]));
    for (const file of solution.files.keys()) {
      if (!places.some((place) => place.test(file))) {
        yield {
          file,
          element: file,
          problem: 'The packer knows no such file and would leave it out.',
          remedy: 'Correct its folder and name (upper and lower case count), or remove it.',
        };
      } else if (file.startsWith('WebResources/') && !resources.has(file)) {
        yield { file, element: file, problem: 'It has no record.', remedy: `Add ${file}.data.xml or remove the file.` };
      }
    }
    for (const { file, contentFile } of solution.webResources) {
      if (solution.files.has(contentFile)) continue;
      yield {
        file,
        element: contentFile,
        problem: 'The record has no content.',
        remedy: 'Run "npm run pack", which puts the built scripts in place, or remove the record.',
      };
    }
  },
};
