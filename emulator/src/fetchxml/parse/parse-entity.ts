import { queryError } from '../../query/query-error.js';
import {
  linkTypes,
  type FetchAttribute,
  type FetchCondition,
  type FetchEntity,
  type FetchFilter,
  type FetchLink,
  type FetchOrder,
} from './fetch.js';
import { conditionOf } from './parse-condition.js';
import { allow, flag, invalidChild, required } from './xml-attributes.js';
import { invalidXml, type XmlElement } from './xml.js';

/** Attributes of `entity`. */
export const entityAttributes = ['name', 'enableprefiltering', 'prefilterparametername'];
const linkAttributes = [...entityAttributes, 'from', 'to', 'alias', 'link-type', 'visible', 'intersect'];
const attributeAttributes = [
  'name',
  'alias',
  'aggregate',
  'groupby',
  'dategrouping',
  'distinct',
  'usertimezone',
  'build',
  'addedby',
  'rowaggregate',
];

/** An `entity` or `link-entity` without what only a link has. @throws DataverseError 400 */
export function entityOf(element: XmlElement): FetchEntity {
  const attributes: FetchAttribute[] = [];
  const orders: FetchOrder[] = [];
  const filters: FetchFilter[] = [];
  const links: FetchLink[] = [];
  let allAttributes = false;
  for (const child of element.children) {
    switch (child.name) {
      case 'attribute':
        attributes.push(attributeOf(child));
        break;
      case 'all-attributes':
        allAttributes = true;
        break;
      case 'no-attrs':
        break;
      case 'order':
        orders.push(orderOf(child));
        break;
      case 'filter':
        filters.push(filterOf(child));
        break;
      case 'link-entity':
        links.push(linkOf(child));
        break;
      default:
        throw invalidChild(child, 'filter, order, link-entity, attribute, all-attributes, no-attrs');
    }
  }
  const alias = element.attributes.get('alias') ?? null;
  return { name: required(element, 'name'), alias, attributes, allAttributes, orders, filters, links };
}

/** @param element `link-entity`, in an entity or in a filter */

function linkOf(element: XmlElement): FetchLink {
  allow(element, linkAttributes);
  const type = element.attributes.get('link-type') ?? 'inner';
  // A natural join is an inner one that returns the joined column once, which is what FetchXML does anyway.
  const linkType = linkTypes.find((known) => known === (type === 'natural' ? 'inner' : type));
  if (linkType === undefined) throw queryError('QueryBuilderDeserializeInvalidLinkType', `Not '${type}'.`);
  const from = element.attributes.get('from') ?? null;
  const to = element.attributes.get('to') ?? null;
  const entity = entityOf(element);
  const own = [entity.alias, entity.name];
  return { ...entity, filters: entity.filters.map((filter) => ofOwnTable(filter, own)), from, to, linkType };
}

/** A condition in a link's filter may name the link itself, which says nothing. */
function ofOwnTable(filter: FetchFilter, own: readonly (string | null)[]): FetchFilter {
  return {
    ...filter,
    conditions: filter.conditions.map((condition) =>
      own.includes(condition.entityName) ? { ...condition, entityName: null } : condition,
    ),
    filters: filter.filters.map((inner) => ofOwnTable(inner, own)),
  };
}

function attributeOf(element: XmlElement): FetchAttribute {
  allow(element, attributeAttributes);
  const rowAggregate = element.attributes.get('rowaggregate')?.toLowerCase() ?? null;
  if (rowAggregate !== null && rowAggregate !== 'countchildren') {
    throw queryError('QueryBuilderDeserializeInvalidAggregate', `The only rowaggregate is CountChildren.`);
  }
  return {
    name: required(element, 'name'),
    alias: element.attributes.get('alias') ?? null,
    aggregate: element.attributes.get('aggregate') ?? null,
    groupBy: flag(element, 'groupby'),
    dateGrouping: element.attributes.get('dategrouping') ?? null,
    distinct: flag(element, 'distinct'),
    inUserTimeZone: flag(element, 'usertimezone', true),
    countsChildren: rowAggregate !== null,
  };
}

function orderOf(element: XmlElement): FetchOrder {
  allow(element, ['attribute', 'alias', 'descending', 'entityname']);
  const attribute = element.attributes.get('attribute') ?? null;
  const alias = element.attributes.get('alias') ?? null;
  if (attribute === null && alias === null)
    throw invalidXml("Invalid XML. An 'order' needs an 'attribute' or an 'alias'.");
  const entityName = element.attributes.get('entityname') ?? null;
  return { attribute, alias, entityName, descending: flag(element, 'descending') };
}

/** A `filter` with all that is in it. */
function filterOf(element: XmlElement): FetchFilter {
  allow(element, [
    'type',
    'isquickfindfields',
    'overridequickfindrecordlimitenabled',
    'overridequickfindrecordlimitdisabled',
    'hint',
  ]);
  const type = element.attributes.get('type') ?? 'and';
  if (type !== 'and' && type !== 'or') throw queryError('QueryBuilderInvalidFilterType', `Not '${type}'.`);
  flag(element, 'isquickfindfields');
  const conditions: FetchCondition[] = [];
  const filters: FetchFilter[] = [];
  const links: FetchLink[] = [];
  for (const child of element.children) {
    if (child.name === 'condition') conditions.push(conditionOf(child));
    else if (child.name === 'filter') filters.push(filterOf(child));
    else if (child.name === 'link-entity') links.push(linkOf(child));
    else throw invalidChild(child, 'condition, filter, link-entity');
  }
  return { type, conditions, filters, links };
}
