import { allNamed, attribute, childrenOf, child, type XmlElement } from '../../read/xml.js';
import { formDocuments } from './forms.js';
import type { Problem, Rule } from '../rule.js';

function span(cell: XmlElement, name: 'rowspan' | 'colspan'): number {
  return Number(attribute(cell, name) || '1');
}

/** A cell over several rows needs the rows below it empty at its place; without them the client cuts it off. */
function* sectionProblems(file: string, section: XmlElement): Generator<Problem> {
  const element = `section ${attribute(section, 'name')}`;
  const rows = childrenOf(child(section, 'rows'), 'row');
  const width = Math.max(1, attribute(section, 'columns').length);
  const taken = rows.map(() => 0);
  for (const [at, row] of rows.entries()) {
    for (const cell of childrenOf(row, 'cell')) {
      for (let offset = 0; offset < span(cell, 'rowspan'); offset++) {
        const below = at + offset;
        if (below >= rows.length) {
          yield {
            file,
            element,
            problem: `A cell of ${String(span(cell, 'rowspan'))} rows begins in row ${String(at + 1)} of ${String(rows.length)}.`,
            remedy: 'Add empty rows below it or lower its rowspan.',
          };
          break;
        }
        taken[below] = (taken[below] ?? 0) + span(cell, 'colspan');
      }
    }
  }
  const crowded = taken.findIndex((cells) => cells > width);
  if (crowded >= 0) {
    yield {
      file,
      element,
      problem: `Row ${String(crowded + 1)} has more cells than the section has columns.`,
      remedy: 'Raise columns or move a cell.',
    };
  }
}

export const formLayout: Rule = {
  name: 'form-layout',
  *check(solution) {
    for (const { file, xml } of formDocuments(solution)) {
      for (const kind of ['tab', 'section'] as const) {
        const names = allNamed(xml, kind).map((one) => attribute(one, 'name'));
        for (const name of names.filter((one, index) => one === '' || names.indexOf(one) !== index)) {
          yield {
            file,
            element: `${kind} ${name}`,
            problem: 'Scripts find it by its name, which is missing or not its own.',
            remedy: 'Give each a name of its own.',
          };
        }
      }
      for (const section of allNamed(xml, 'section')) yield* sectionProblems(file, section);
      for (const tab of allNamed(xml, 'tab')) {
        const widths = childrenOf(child(tab, 'columns'), 'column').map((column) =>
          parseFloat(attribute(column, 'width')),
        );
        const total = widths.reduce((sum, width) => sum + width, 0);
        if (total < 99 || total > 100)
          yield {
            file,
            element: `tab ${attribute(tab, 'name')}`,
            problem: `Its columns are ${String(total)} % wide.`,
            remedy: 'Let them add up to 100 %.',
          };
      }
    }
  },
};
