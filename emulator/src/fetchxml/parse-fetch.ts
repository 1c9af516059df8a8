import { NotImplemented } from '../model/dataverse-error.js';
import {
  linkTypes,
  type Fetch,
  type FetchAttribute,
  type FetchCondition,
  type FetchEntity,
  type FetchFilter,
  type FetchLink,
  type FetchOrder,
  type LinkType,
} from './fetch.js';
import { invalidXml, parseXml, type XmlElement } from './xml.js';

/** Hints to the database: allowed, without effect on what is returned. */
const harmless = [
  'version',
  'mapping',
  'output-format',
  'no-lock',
  'latematerialize',
  'options',
  'datasource',
  'min-active-row-version',
];

const fetchAttributes = [
  'count',
  'page',
  'paging-cookie',
  'top',
  'distinct',
  'aggregate',
  'returntotalrecordcount',
  'useraworderby',
  'aggregatelimit',
  'utc-offset',
  ...harmless,
];
const entityAttributes = ['name', 'enableprefiltering', 'prefilterparametername'];
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
const conditionAttributes = [
  'attribute',
  'column',
  'operator',
  'value',
  'valueof',
  'entityname',
  'uiname',
  'uitype',
  'uihidden',
  'aggregate',
  'alias',
  'rowaggregate',
];

/**
 * Reads FetchXML. An element or attribute that the schema does not have is an error that names it.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/fetch
 * @throws DataverseError 400 for anything that is no FetchXML; 501 for what the local Dataverse lacks.
 */
export function parseFetch(text: string): Fetch {
  const root = parseXml(text);
  if (root.name !== 'fetch') throw invalidXml(`Invalid XML. The root element must be 'fetch', not '${root.name}'.`);
  allow(root, fetchAttributes);
  const entities = root.children.filter((child) => child.name === 'entity');
  const [entity] = entities;
  const stranger = root.children.find((child) => child.name !== 'entity');
  if (stranger !== undefined) throw invalidChild(stranger, 'entity');
  if (entity === undefined || entities.length > 1) throw invalidXml("Invalid XML. A fetch needs exactly one 'entity'.");
  allow(entity, entityAttributes);
  return {
    entity: entityOf(entity),
    count: wholeNumber(root, 'count', 0),
    page: wholeNumber(root, 'page', 1),
    pagingCookie: root.attributes.get('paging-cookie') ?? null,
    top: wholeNumber(root, 'top', 0),
    distinct: flag(root, 'distinct'),
    aggregate: flag(root, 'aggregate'),
    returnTotalRecordCount: flag(root, 'returntotalrecordcount'),
    rawOrderBy: flag(root, 'useraworderby'),
    aggregateLimit: wholeNumber(root, 'aggregatelimit', 1),
  };
}

function entityOf(element: XmlElement): FetchEntity {
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

function linkOf(element: XmlElement): FetchLink {
  allow(element, linkAttributes);
  const type = element.attributes.get('link-type') ?? 'inner';
  if (type === 'natural') throw new NotImplemented("the link-type 'natural'");
  if (!linkTypes.some((known) => known === type)) {
    throw invalidXml(`Invalid XML. The link-type '${type}' is not known.`);
  }
  const from = element.attributes.get('from') ?? null;
  const to = element.attributes.get('to') ?? null;
  return { ...entityOf(element), from, to, linkType: type as LinkType };
}

function attributeOf(element: XmlElement): FetchAttribute {
  allow(element, attributeAttributes);
  if (element.attributes.has('rowaggregate')) throw new NotImplemented("the attribute 'rowaggregate' of FetchXML");
  return {
    name: required(element, 'name'),
    alias: element.attributes.get('alias') ?? null,
    aggregate: element.attributes.get('aggregate') ?? null,
    groupBy: flag(element, 'groupby'),
    dateGrouping: element.attributes.get('dategrouping') ?? null,
    distinct: flag(element, 'distinct'),
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

function filterOf(element: XmlElement): FetchFilter {
  allow(element, [
    'type',
    'isquickfindfields',
    'overridequickfindrecordlimitenabled',
    'overridequickfindrecordlimitdisabled',
    'hint',
  ]);
  const type = element.attributes.get('type') ?? 'and';
  if (type !== 'and' && type !== 'or')
    throw invalidXml(`Invalid XML. A filter's type is 'and' or 'or', not '${type}'.`);
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

function conditionOf(element: XmlElement): FetchCondition {
  allow(element, conditionAttributes);
  for (const lacking of ['aggregate', 'rowaggregate']) {
    if (element.attributes.has(lacking)) throw new NotImplemented(`the attribute '${lacking}' of a FetchXML condition`);
  }
  const stranger = element.children.find((child) => child.name !== 'value');
  if (stranger !== undefined) throw invalidChild(stranger, 'value');
  const value = element.attributes.get('value');
  const listed = element.children.map((child) => child.text);
  return {
    attribute: element.attributes.get('attribute') ?? required(element, 'column'),
    operator: required(element, 'operator'),
    values: listed.length > 0 ? listed : value === undefined ? [] : [value],
    entityName: element.attributes.get('entityname') ?? null,
    valueOf: element.attributes.get('valueof') ?? null,
  };
}

function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined || value === '')
    throw invalidXml(`Invalid XML. The element '${element.name}' needs the attribute '${name}'.`);
  return value;
}

function flag(element: XmlElement, name: string): boolean {
  const value = element.attributes.get(name);
  if (value === undefined || value === 'false' || value === '0') return false;
  if (value === 'true' || value === '1') return true;
  throw invalidXml(`Invalid XML. The attribute '${name}' of '${element.name}' is not a boolean: '${value}'.`);
}

function wholeNumber(element: XmlElement, name: string, least: number): number | null {
  const text = element.attributes.get(name);
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > 2_147_483_647) {
    throw invalidXml(`Invalid XML. The attribute '${name}' of '${element.name}' is not a valid number: '${text}'.`);
  }
  return value;
}

function allow(element: XmlElement, names: readonly string[]): void {
  for (const name of element.attributes.keys()) {
    if (!names.includes(name))
      throw invalidXml(`Invalid XML. The element '${element.name}' has no attribute '${name}'.`);
  }
}

function invalidChild(element: XmlElement, valid: string): Error {
  return invalidXml(`Invalid Child Node, valid nodes are ${valid}. NodeName = ${element.name}`);
}
