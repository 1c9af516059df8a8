import { allNamed, attribute } from '../../read/xml.js';
import { classOfColumn, codeComponentClass, formDocuments } from './forms.js';
import { tableNamed } from '../parts.js';
import type { Rule } from '../rule.js';

/** Every control of a form shows a column of its table by a control that fits, and what the service writes is locked. */
export const formColumns: Rule = {
  name: 'form-columns',
  *check(solution) {
    for (const { file, xml, table } of formDocuments(solution)) {
      if (table === null) continue;
      const columns = tableNamed(solution, table)?.columns ?? [];
      const shown = new Set<string>();
      for (const control of allNamed(xml, 'control')) {
        const name = attribute(control, 'datafieldname');
        if (name === '') continue;
        const element = `control ${attribute(control, 'id')}`;
        if (shown.has(attribute(control, 'id')))
          yield {
            file,
            element,
            problem: 'Two controls have this id.',
            remedy: 'Give each control of the form its own id.',
          };
        shown.add(attribute(control, 'id'));
        const column = columns.find(({ logicalName }) => logicalName === name);
        if (column === undefined) {
          yield {
            file,
            element,
            problem: `${table} has no column ${name}.`,
            remedy: 'Correct datafieldname or add the column.',
          };
          continue;
        }
        const classId = attribute(control, 'classid').toUpperCase();
        const fitting = classOfColumn(column);
        if (classId !== codeComponentClass && classId !== fitting) {
          yield {
            file,
            element,
            problem: `Class ${classId} is not the control for a column of type ${column.type}.`,
            remedy: `Use ${fitting ?? 'no control: this type has none'}.`,
          };
        }
        if (column.secured && attribute(control, 'disabled') !== 'true') {
          yield {
            file,
            element,
            problem: 'Only the service may write this column, but the form does not lock it.',
            remedy: 'Set disabled="true".',
          };
        }
      }
    }
  },
};
