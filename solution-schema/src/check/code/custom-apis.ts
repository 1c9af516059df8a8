import { child, textOf } from '../../read/xml.js';
import { documentsMatching, rootComponents, tableNamed } from '../parts.js';
import type { Rule } from '../rule.js';

const flags = ['isfunction', 'isprivate', 'iscustomizable', 'workflowsdkstepenabled'];

/** Custom APIs cannot be corrected after the first import: binding, kind and step types are fixed for ever. */
export const customApis: Rule = {
  name: 'custom-apis',
  *check(solution) {
    const listed = new Set(rootComponents(solution).map(({ key }) => key));
    for (const { file, xml, uniqueName, boundTable, parameters } of solution.customApis) {
      const element = uniqueName;
      if (file.split('/')[1] !== uniqueName)
        yield { file, element, problem: 'The folder has another name.', remedy: `Call it customapis/${uniqueName}.` };
      if (listed.has(uniqueName))
        yield {
          file,
          element,
          problem: 'Custom APIs are no root components.',
          remedy: 'Remove it from RootComponents.',
        };
      const binding = textOf(xml, 'bindingtype');
      if (!['0', '1', '2'].includes(binding) || (binding === '0') !== (boundTable === '')) {
        yield {
          file,
          element,
          problem: `bindingtype ${binding} does not go with the table "${boundTable}".`,
          remedy: '0 global and no table; 1 row or 2 collection and a table.',
        };
      }
      if (boundTable !== '' && tableNamed(solution, boundTable) === undefined)
        yield { file, element, problem: `There is no table ${boundTable}.`, remedy: 'Correct boundentitylogicalname.' };
      if (textOf(xml, 'allowedcustomprocessingsteptype') !== '2') {
        yield {
          file,
          element,
          problem: 'Our webhook is a synchronous step, which this API does not allow.',
          remedy: 'Set allowedcustomprocessingsteptype to 2.',
        };
      }
      for (const flag of flags.filter((name) => !['0', '1'].includes(textOf(xml, name))))
        yield { file, element, problem: `${flag} is neither 0 nor 1.`, remedy: 'Set it.' };
      if (textOf(xml, 'name') === '') yield { file, element, problem: 'It has no name.', remedy: 'Set name.' };
      for (const parameter of parameters) {
        const path = parameter.file;
        if (parameter.type === null)
          yield {
            file: path,
            element: parameter.uniqueName,
            problem: `"${textOf(parameter.xml, 'type')}" is no type.`,
            remedy: 'Use a number from 0 to 12.',
          };
        if (path.split('/')[3] !== parameter.uniqueName)
          yield {
            file: path,
            element: parameter.uniqueName,
            problem: 'The folder has another name.',
            remedy: 'Call it like the parameter.',
          };
        if (parameter.uniqueName === 'Target')
          yield {
            file: path,
            element: 'Target',
            problem: 'The row of a bound call is not declared.',
            remedy: 'Remove the parameter.',
          };
        if (child(parameter.xml, 'isoptional') === undefined)
          yield {
            file: path,
            element: parameter.uniqueName,
            problem: 'isoptional is missing.',
            remedy: 'Set it to 0 or 1.',
          };
      }
    }
    for (const [file, xml] of documentsMatching(solution, /customapiresponseproperty\.xml$/)) {
      if (child(xml, 'isoptional') !== undefined)
        yield {
          file,
          element: 'isoptional',
          problem: 'A response property has none; the import fails.',
          remedy: 'Remove it.',
        };
    }
  },
};
