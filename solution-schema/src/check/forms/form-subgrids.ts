import type { Relationship } from '../../read/read-relationship.js';
import { attribute } from '../../read/xml.js';
import { textOf } from '../../read/xml.js';
import { formDocuments, subgridsOf } from './forms.js';
import { bareId, documentsMatching, tableNamed } from '../parts.js';
import type { Rule } from '../rule.js';

/** Whether the relationship leads from the form's table to the rows that the grid shows. */
function leads(relationship: Relationship, table: string, target: string): boolean {
  const ends =
    relationship.kind === 'many-to-many'
      ? [relationship.first, relationship.second]
      : [relationship.referenced, relationship.referencing];
  return ends[0]?.toLowerCase() === table && ends[1]?.toLowerCase() === target;
}

/** Grids and charts on forms and dashboards show views and charts that are shipped, of the table they are for. */
export const formSubgrids: Rule = {
  name: 'form-subgrids',
  *check(solution) {
    const charts = new Map(
      documentsMatching(solution, /^Entities\/[^/]+\/Visualizations\//).map(([file, xml]) => [
        bareId(textOf(xml, 'savedqueryvisualizationid')),
        (file.split('/')[1] ?? '').toLowerCase(),
      ]),
    );
    for (const form of formDocuments(solution)) {
      const { file, table } = form;
      for (const { control, target, viewId, relationship, chartId } of subgridsOf(form)) {
        const element = `control ${attribute(control, 'id')}`;
        if (tableNamed(solution, target) === undefined) {
          yield {
            file,
            element,
            problem: `The table ${target} is not in the package.`,
            remedy: 'Correct TargetEntityType.',
          };
        }
        const view = solution.views.find(({ id }) => bareId(id) === bareId(viewId));
        if (view?.table.toLowerCase() !== target) {
          const problem =
            view === undefined
              ? `No view ${viewId} is shipped.`
              : `View ${viewId} is one of ${view.table}, not of ${target}.`;
          yield { file, element, problem, remedy: `Use the id of a shipped view of ${target} in ViewId.` };
        }
        if (chartId !== '' && charts.get(bareId(chartId)) !== target) {
          yield {
            file,
            element,
            problem: `No chart ${chartId} of ${target} is shipped.`,
            remedy: 'Correct VisualizationId.',
          };
        }
        if (table === null) continue;
        const found = solution.relationships.find(({ name }) => name === relationship);
        if (found === undefined || !leads(found, table, target)) {
          yield {
            file,
            element,
            problem: `"${relationship}" is no relationship from ${table} to ${target}.`,
            remedy: 'Correct RelationshipName: without it the grid shows all rows of the table.',
          };
        }
      }
    }
  },
};
