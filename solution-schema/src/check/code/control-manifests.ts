import type { Solution } from '../../read/read-solution.js';
import { allNamed, attribute, child, childrenOf, parseXml, textOf, type XmlElement } from '../../read/xml.js';
import { codeComponentClass, formDocuments } from '../forms/forms.js';
import { bareId, documentsMatching, tableNamed } from '../parts.js';
import type { Problem, Rule } from '../rule.js';

interface BuiltControl {
  readonly file: string;
  readonly control: XmlElement;
}

function* built(solution: Solution, found: Map<string, BuiltControl>): Generator<Problem> {
  for (const [record, xml] of documentsMatching(solution, /^Controls\/.*\.data\.xml$/)) {
    const file = record.replace(/\.data\.xml$/, '');
    const name = textOf(xml, 'Name');
    const bytes = solution.files.get(file);
    if (bytes === undefined) {
      yield {
        file,
        element: name,
        problem: 'The control is not built.',
        remedy: 'Run "npm run pack", which builds it and puts it in place.',
      };
      continue;
    }
    const control = child(parseXml(bytes, file), 'control');
    const called = `${solution.prefix}_${attribute(control, 'namespace')}.${attribute(control, 'constructor')}`;
    if (control === undefined || called !== name || record.split('/')[1] !== name) {
      yield {
        file,
        element: name,
        problem: `Folder, record and manifest (${called}) do not agree.`,
        remedy: 'Give all three the same name.',
      };
    } else found.set(name, { file, control });
    for (const part of ['code', 'resx', 'css', 'img'].flatMap((kind) => allNamed(control, kind))) {
      const path = file.replace(/ControlManifest\.xml$/, attribute(part, 'path'));
      if (!solution.files.has(path))
        yield {
          file,
          element: attribute(part, 'path'),
          problem: 'The manifest names a file that is not there.',
          remedy: 'Build the control again.',
        };
    }
  }
}

/** Parameters that the form gives must be what the manifest declares: "Property … is not declared in the control manifest". */
function* parameters(
  file: string,
  use: XmlElement,
  control: XmlElement,
  columns: ReadonlySet<string>,
): Generator<Problem> {
  const element = attribute(use, 'name');
  const properties = new Map(childrenOf(control, 'property').map((one) => [attribute(one, 'name'), one]));
  const dataSets = new Set(childrenOf(control, 'data-set').map((one) => attribute(one, 'name')));
  const given = child(use, 'parameters')?.children ?? [];
  for (const one of given) {
    const name = one.name === 'data-set' ? attribute(one, 'name') : one.name;
    const property = properties.get(name);
    const known = one.name === 'data-set' ? dataSets.has(name) : property !== undefined;
    if (!known)
      yield {
        file,
        element,
        problem: `The built manifest declares no ${one.name === 'data-set' ? 'data set' : 'property'} "${name}".`,
        remedy: 'Correct the name on the form or in the manifest.',
      };
    if (property === undefined) continue;
    if (attribute(one, 'static') === 'true') {
      if (attribute(one, 'type') !== attribute(property, 'of-type')) {
        yield {
          file,
          element,
          problem: `The constant "${name}" has the type ${attribute(one, 'type')}.`,
          remedy: `Use ${attribute(property, 'of-type')}, as in the manifest.`,
        };
      }
    } else if (!columns.has(one.text)) {
      yield {
        file,
        element,
        problem: `"${name}" is bound to ${one.text}, which is no column.`,
        remedy: "Bind it to a column of the form's table.",
      };
    }
  }
  const names = new Set(given.map((one) => (one.name === 'data-set' ? attribute(one, 'name') : one.name)));
  for (const [name, property] of properties) {
    if (attribute(property, 'required') === 'true' && !names.has(name)) {
      yield {
        file,
        element,
        problem: `The required property "${name}" is not given.`,
        remedy: 'Add it to the parameters.',
      };
    }
  }
  for (const name of dataSets) {
    if (!names.has(name))
      yield { file, element, problem: `The data set "${name}" is not given.`, remedy: 'Add it to the parameters.' };
  }
}

export const controlManifests: Rule = {
  name: 'control-manifests',
  *check(solution) {
    const controls = new Map<string, BuiltControl>();
    yield* built(solution, controls);
    const recorded = new Set(
      documentsMatching(solution, /^Controls\/.*\.data\.xml$/).map(([, xml]) => textOf(xml, 'Name')),
    );
    for (const { file, xml, table } of formDocuments(solution)) {
      const columns = new Set(tableNamed(solution, table ?? '')?.columns.map((column) => column.logicalName));
      const ids = new Map(allNamed(xml, 'control').map((control) => [bareId(attribute(control, 'uniqueid')), control]));
      const described = new Set<string>();
      for (const description of allNamed(xml, 'controlDescription')) {
        const target = bareId(attribute(description, 'forControl'));
        described.add(target);
        if (attribute(ids.get(target), 'classid').toUpperCase() !== codeComponentClass) {
          yield {
            file,
            element: `controlDescription ${target}`,
            problem: 'forControl leads to no control of a code component.',
            remedy: `Use the uniqueid of a control whose classid is ${codeComponentClass}.`,
          };
        }
        for (const use of childrenOf(description, 'customControl').filter((one) => attribute(one, 'name') !== '')) {
          const control = controls.get(attribute(use, 'name'));
          if (control !== undefined) yield* parameters(file, use, control.control, columns);
          else if (!recorded.has(attribute(use, 'name'))) {
            yield {
              file,
              element: attribute(use, 'name'),
              problem: 'No such control is shipped.',
              remedy: 'Correct the name: publisher prefix, namespace, constructor.',
            };
          }
        }
      }
      for (const [id, control] of ids) {
        if (attribute(control, 'classid').toUpperCase() !== codeComponentClass || described.has(id)) continue;
        yield {
          file,
          element: `control ${attribute(control, 'id')}`,
          problem: 'It waits for a code component, but no controlDescription names it.',
          remedy: 'Add the controlDescription or use the stock class id.',
        };
      }
    }
  },
};
