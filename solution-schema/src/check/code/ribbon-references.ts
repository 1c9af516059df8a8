import { allNamed, attribute, child, childrenOf, descendants, path } from '../../read/xml.js';
import { documentsMatching, tableNamed } from '../parts.js';
import type { Rule } from '../rule.js';

/** Commands, rules and labels that the platform defines may be used without being defined here. */
const isPlatform = (id: string): boolean => id.startsWith('Mscrm.');
const location = /^Mscrm\.(Form|HomepageGrid|SubGrid)\.([a-z0-9_]+)\.MainTab\.[A-Za-z]+\.Controls\._children$/;

/** A name that leads nowhere hides the button or shows `$LocLabels:…` to people; nothing reports it. */
export const ribbonReferences: Rule = {
  name: 'ribbon-references',
  *check(solution) {
    for (const [file, ribbon] of documentsMatching(solution, /RibbonDiff\.xml$/)) {
      const rules = child(ribbon, 'RuleDefinitions');
      const ids = (parent: ReturnType<typeof child>, name: string) =>
        new Set(childrenOf(parent, name).map((one) => attribute(one, 'Id')));
      const defined = {
        Command: ids(child(ribbon, 'CommandDefinitions'), 'CommandDefinition'),
        EnableRule: ids(child(rules, 'EnableRules'), 'EnableRule'),
        DisplayRule: ids(child(rules, 'DisplayRules'), 'DisplayRule'),
        label: ids(child(ribbon, 'LocLabels'), 'LocLabel'),
      };
      const used = new Set<string>();
      for (const command of childrenOf(child(ribbon, 'CommandDefinitions'), 'CommandDefinition')) {
        for (const kind of ['EnableRule', 'DisplayRule'] as const) {
          for (const use of allNamed(child(command, `${kind}s`), kind)) {
            const id = attribute(use, 'Id');
            used.add(id);
            if (defined[kind].has(id) || isPlatform(id)) continue;
            yield {
              file,
              element: `${kind} ${id}`,
              problem: 'No rule of that id is defined.',
              remedy: 'Define it below RuleDefinitions or correct the id.',
            };
          }
        }
      }
      for (const action of allNamed(child(ribbon, 'CustomActions'), 'CustomAction')) {
        const at = attribute(action, 'Location');
        const table = location.exec(at)?.[2];
        if (table !== undefined && tableNamed(solution, table) !== undefined) continue;
        yield {
          file,
          element: attribute(action, 'Id'),
          problem: `${at} is no place for a button of a table of ours; nothing would show.`,
          remedy: 'Use Mscrm.Form, HomepageGrid or SubGrid, the table and the group.',
        };
      }
      for (const element of descendants(ribbon)) {
        const command = attribute(element, 'Command');
        if (command !== '') used.add(command);
        if (command !== '' && !defined.Command.has(command) && !isPlatform(command)) {
          yield {
            file,
            element: attribute(element, 'Id'),
            problem: `The command ${command} is not defined.`,
            remedy: 'Define it below CommandDefinitions.',
          };
        }
        for (const [name, value] of element.attributes) {
          if (!value.startsWith('$LocLabels:')) continue;
          const id = value.slice('$LocLabels:'.length);
          used.add(id);
          if (defined.label.has(id)) continue;
          yield {
            file,
            element: `${attribute(element, 'Id')} ${name}`,
            problem: `There is no label ${id}.`,
            remedy: 'Add a LocLabel of that id.',
          };
        }
      }
      for (const id of Object.values(defined).flatMap((one) => [...one])) {
        if (!used.has(id)) yield { file, element: id, problem: 'Nothing uses it.', remedy: 'Remove it or use it.' };
      }
      if (path(ribbon, 'CustomActions', 'LocLabels') !== undefined) {
        yield {
          file,
          element: 'LocLabels',
          problem: 'Labels may not stand among CustomActions.',
          remedy: 'Move them to the end of RibbonDiffXml.',
        };
      }
    }
  },
};
