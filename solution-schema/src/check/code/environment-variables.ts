import { attribute, child, textOf } from '../../read/xml.js';
import { documentsMatching } from '../parts.js';
import type { Rule } from '../rule.js';

/** Text, number, yes/no, JSON. Data sources need a connector; secrets a vault, which not every customer has. */
const types = ['100000000', '100000001', '100000002', '100000003'];

export const environmentVariables: Rule = {
  name: 'environment-variables',
  *check(solution) {
    for (const [file, xml] of documentsMatching(solution, /^environmentvariabledefinitions\/.*definition\.xml$/)) {
      const element = attribute(xml, 'schemaname');
      if (file.split('/')[1] !== element)
        yield {
          file,
          element,
          problem: 'The folder has another name.',
          remedy: `Call it environmentvariabledefinitions/${element}.`,
        };
      if (!types.includes(textOf(xml, 'type')))
        yield {
          file,
          element,
          problem: `"${textOf(xml, 'type')}" is no type we ship.`,
          remedy: `Use one of ${types.join(', ')}.`,
        };
      if (textOf(xml, 'defaultvalue') === '')
        yield {
          file,
          element,
          problem: 'Without a default value pac asks for a settings file at every import.',
          remedy: 'Add a default value that is right everywhere.',
        };
      if (textOf(xml, 'type') === '100000001' && Number.isNaN(Number(textOf(xml, 'defaultvalue'))))
        yield { file, element, problem: 'The default is no number.', remedy: 'Write a number.' };
      if (child(xml, 'introducedversion') === undefined)
        yield { file, element, problem: 'introducedversion is missing.', remedy: 'Add the version in which it came.' };
    }
    for (const file of [...solution.files.keys()].filter((path) => path.endsWith('environmentvariablevalues.json'))) {
      yield {
        file,
        element: file,
        problem: "A value in the package overwrites the administrator's own at the next update.",
        remedy: 'Remove the file; the set-up command writes the value.',
      };
    }
  },
};
