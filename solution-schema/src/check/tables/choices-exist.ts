import { attribute, allNamed, childrenOf, path, textOf } from '../../read/xml.js';
import { ownTables } from '../parts.js';
import type { Rule } from '../rule.js';

/** Every choice column has its options, and its default is one of them. */
export const choicesExist: Rule = {
  name: 'choices-exist',
  *check(solution) {
    const values = new Map(solution.choices.map(({ name, options }) => [name, options.map(({ value }) => value)]));
    for (const { file, name, options } of solution.choices) {
      const numbers = options.map(({ value }) => value);
      if (numbers.length === 0) yield { file, element: name, problem: 'It has no options.', remedy: 'Add them.' };
      for (const value of numbers.filter((one, index) => numbers.indexOf(one) !== index)) {
        yield {
          file,
          element: `${name} ${String(value)}`,
          problem: 'Two options have this number.',
          remedy: 'Give each its own; numbers stay for ever.',
        };
      }
    }
    for (const table of ownTables(solution)) {
      const { file } = table;
      for (const column of childrenOf(path(table.xml, 'EntityInfo', 'entity', 'attributes'), 'attribute')) {
        const element = attribute(column, 'PhysicalName');
        const type = textOf(column, 'Type');
        if (type !== 'picklist' && type !== 'bit') continue;
        const global = textOf(column, 'OptionSetName');
        const inline = allNamed(column, 'option').map((option) => Number(attribute(option, 'value')));
        const options = global === '' ? inline : (values.get(global) ?? []);
        if (options.length === 0) {
          yield {
            file,
            element,
            problem: global === '' ? 'It has no options.' : `There is no choice ${global}.`,
            remedy: 'Correct OptionSetName or add the choice.',
          };
        }
        const preset = Number(textOf(column, 'AppDefaultValue') || '-1');
        if (options.length > 0 && preset !== -1 && !options.includes(preset)) {
          yield {
            file,
            element,
            problem: `Its default ${String(preset)} is none of its options.`,
            remedy: 'Use one of them, or -1 for none.',
          };
        }
      }
    }
  },
};
