import { allNamed, attribute, child, path, textOf } from '../../read/xml.js';
import { columnsOf, documentsMatching } from '../parts.js';
import type { Rule } from '../rule.js';

/** A chart draws what its query gives: columns of its table, every alias used, a series per measure. */
export const chartReferences: Rule = {
  name: 'chart-references',
  *check(solution) {
    for (const [file, chart] of documentsMatching(solution, /^Entities\/[^/]+\/Visualizations\//)) {
      const element = textOf(chart, 'savedqueryvisualizationid');
      const table = (file.split('/')[1] ?? '').toLowerCase();
      const definition = path(chart, 'datadescription', 'datadefinition');
      const entity = path(definition, 'fetchcollection', 'fetch', 'entity');
      if (!file.endsWith(`/${element}.xml`))
        yield {
          file,
          element,
          problem: 'The file has another name than its id.',
          remedy: `Rename it to ${element}.xml.`,
        };
      if (attribute(entity, 'name') !== table)
        yield {
          file,
          element,
          problem: `It reads ${attribute(entity, 'name')}.`,
          remedy: `A chart of ${table} reads ${table}.`,
        };
      const columns = columnsOf(solution, table);
      for (const name of allNamed(entity, 'attribute').map((one) => attribute(one, 'name'))) {
        if (columns?.has(name) !== true)
          yield { file, element, problem: `${table} has no column ${name}.`, remedy: 'Correct the name.' };
      }
      const aliases = new Set(allNamed(entity, 'attribute').map((one) => attribute(one, 'alias')));
      const measures = allNamed(child(definition, 'categorycollection'), 'measure');
      const used = [...allNamed(definition, 'category'), ...measures, ...allNamed(entity, 'order')].map((one) =>
        attribute(one, 'alias'),
      );
      for (const alias of used.filter((one) => !aliases.has(one)))
        yield { file, element, problem: `The query has no alias ${alias}.`, remedy: 'Correct the alias.' };
      const series = path(chart, 'presentationdescription', 'Chart', 'Series')?.children.length ?? 0;
      if (series !== measures.length)
        yield {
          file,
          element,
          problem: `${String(measures.length)} measures, but ${String(series)} series.`,
          remedy: 'Give each measure a Series.',
        };
    }
  },
};
