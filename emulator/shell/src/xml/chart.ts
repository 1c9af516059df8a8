import type { ChartDefinition } from '../server/types';
import { attribute, children, parseXml } from './dom';

type ChartType = 'pie' | 'column' | 'stackedcolumn' | 'bar' | 'stackedbar' | 'line';

interface ChartSeries {
  readonly type: ChartType;
  /** CSS colour, or null for one of the palette. */
  readonly color: string | null;
  /** Alias of the measure in the chart's query. */
  readonly alias: string;
  /** Column behind the measure. */
  readonly column: string;
}

const dateUnits = ['year', 'month', 'day'] as const;

/** One part of a date that a query groups by. */
export interface DatePart {
  readonly unit: (typeof dateUnits)[number];
  readonly alias: string;
}

export interface ChartLayout {
  readonly fetchXml: string;
  readonly categoryAlias: string;
  readonly categoryColumn: string;
  /** Aliases of the parts of the category's date, year first; null for a category that is no date. */
  readonly dateParts: readonly DatePart[] | null;
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
  const dateParts = datePartsOf(source(categoryAlias));
  for (const part of dateParts ?? []) if (part.added) entity.append(part.element);
  for (const filter of filters) entity.append(fetch.ownerDocument.importNode(filter, true));
  return {
    fetchXml: new XMLSerializer().serializeToString(fetch),
    categoryAlias,
    categoryColumn: attributeOf(source(categoryAlias), 'name'),
    dateParts: dateParts?.map(({ unit, alias }) => ({ unit, alias })) ?? null,
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

interface QueriedPart extends DatePart {
  readonly element: Element;
  readonly added: boolean;
}

/**
 * A category by day groups by the day of the month alone, so that 21 October and 21 November fall together; the query therefore
 * asks for year and month too, as charts of a model-driven app show whole dates.
 */
function datePartsOf(category: Element | null): readonly QueriedPart[] | null {
  const grouping = category?.getAttribute('dategrouping') ?? null;
  const last = dateUnits.findIndex((unit) => unit === grouping);
  if (category === null || last < 0) return null;
  return dateUnits.slice(0, last + 1).map((unit) => {
    if (unit === grouping) return { unit, alias: attribute(category, 'alias'), element: category, added: false };
    const element = category.cloneNode() as Element;
    const alias = `shell_${unit}`;
    element.setAttribute('alias', alias);
    element.setAttribute('dategrouping', unit);
    return { unit, alias, element, added: true };
  });
}

/** `0, 120, 212` as a CSS colour. */
function rgb(numbers: string): string {
  return `rgb(${numbers.trim()})`;
}
