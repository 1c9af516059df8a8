import type { ChartDefinition } from '../server/types';
import { attribute, children, parseXml } from './dom';

export type ChartType = 'pie' | 'column' | 'stackedcolumn' | 'bar' | 'stackedbar' | 'line';

export interface ChartSeries {
  readonly type: ChartType;
  /** CSS colour, or null for one of the palette. */
  readonly color: string | null;
  /** Alias of the measure in the chart's query. */
  readonly alias: string;
  /** Column behind the measure. */
  readonly column: string;
}

export interface ChartLayout {
  readonly fetchXml: string;
  readonly categoryAlias: string;
  readonly categoryColumn: string;
  readonly dateGrouping: string | null;
  readonly series: readonly ChartSeries[];
  readonly palette: readonly string[];
}

/** Reads a chart's data and presentation, with the filter of the view it stands over. @throws Error for a chart that names no category */
export function readChart(chart: ChartDefinition, viewFetchXml: string): ChartLayout {
  const data = parseXml(chart.dataXml, `The data of the chart ${chart.name}`);
  const presentation = parseXml(chart.presentationXml, `The presentation of the chart ${chart.name}`);
  const fetch = data.querySelector('fetch');
  const entity = fetch?.querySelector('entity') ?? null;
  const category = data.querySelector('category');
  if (fetch === null || entity === null || category === null)
    throw new Error(`The chart ${chart.name} has no query or no category.`);
  const source = (alias: string): Element | null =>
    children(entity, 'attribute').find((at) => attribute(at, 'alias') === alias) ?? null;
  const categoryAlias = attribute(category, 'alias');
  const drawn = [...presentation.querySelectorAll('Series > Series')];
  const filters = children(parseXml(viewFetchXml, 'The view of the chart').querySelector('entity'), 'filter');
  for (const filter of filters) entity.append(fetch.ownerDocument.importNode(filter, true));
  return {
    fetchXml: new XMLSerializer().serializeToString(fetch),
    categoryAlias,
    categoryColumn: attributeOf(source(categoryAlias), 'name'),
    dateGrouping: source(categoryAlias)?.getAttribute('dategrouping') ?? null,
    palette: attributeOf(presentation, 'PaletteCustomColors')
      .split(';')
      .filter((color) => color.trim() !== '')
      .map(rgb),
    series: [...category.querySelectorAll('measure')].map((measure, index) => {
      const alias = attribute(measure, 'alias');
      const shape = drawn[index] ?? null;
      const color = attributeOf(shape, 'Color');
      return {
        type: (attributeOf(shape, 'ChartType') || 'Column').toLowerCase() as ChartType,
        color: color === '' ? null : rgb(color),
        alias,
        column: attributeOf(source(alias), 'name'),
      };
    }),
  };
}

function attributeOf(element: Element | null, name: string): string {
  return element?.getAttribute(name) ?? '';
}

/** `0, 120, 212` as a CSS colour. */
function rgb(numbers: string): string {
  return `rgb(${numbers.trim()})`;
}
