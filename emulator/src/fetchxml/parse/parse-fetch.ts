import { invalidArgument, queryError } from '../../query/query-error.js';
import type { Fetch } from './fetch.js';
import { entityAttributes, entityOf } from './parse-entity.js';
import { allow, flag, invalidChild, tagOf, wholeNumber } from './xml-attributes.js';
import { invalidXml, parseQueryXml, type XmlElement } from './xml.js';

/** Hints to the database: allowed, without effect on what is returned. */
const harmless = ['version', 'output-format', 'latematerialize', 'options', 'min-active-row-version'];

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
  'datasource',
  'mapping',
  'no-lock',
  ...harmless,
];
/**
 * Reads FetchXML. An element or attribute that the schema does not have is an error that names it.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/fetch
 * @throws DataverseError 400 for anything that is no FetchXML; 501 for what the local Dataverse lacks.
 */
export function parseFetch(text: string): Fetch {
  const root = parseQueryXml(decodedOnceMore(text));
  if (root.name !== 'fetch') throw invalidXml(`Invalid XML. The root element must be 'fetch', not '${root.name}'.`);
  allow(root, fetchAttributes);
  const entities = root.children.filter((child) => child.name === 'entity');
  const [entity] = entities;
  const stranger = root.children.find((child) => child.name !== 'entity');
  if (stranger !== undefined) throw invalidChild(stranger, 'entity');
  if (entity === undefined || entities.length > 1) throw invalidXml("Invalid XML. A fetch needs exactly one 'entity'.");
  allow(entity, entityAttributes);
  checkSettings(root);
  const distinct = flag(root, 'distinct');
  if (distinct && entity.children.some((child) => child.name === 'no-attrs')) {
    throw queryError('QueryBuilderNoAttrsDistinctConflict');
  }
  const aggregate = flag(root, 'aggregate');
  if (aggregate) checkAggregate(entity);
  return {
    entity: entityOf(entity),
    count: wholeNumber(root, 'count', 0),
    page: wholeNumber(root, 'page', 1),
    pagingCookie: root.attributes.get('paging-cookie') ?? null,
    top: topOf(root),
    distinct,
    aggregate,
    returnTotalRecordCount: flag(root, 'returntotalrecordcount'),
    rawOrderBy: flag(root, 'useraworderby'),
    aggregateLimit: wholeNumber(root, 'aggregatelimit', 1),
    retainedOnly: root.attributes.get('datasource') === 'retained',
  };
}

/** A published request carries its query URL-encoded twice: https://learn.microsoft.com/power-apps/developer/data-platform/multi-select-picklist */
function decodedOnceMore(text: string): string {
  if (!/^\s*%3c/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidXml('Invalid XML.');
  }
}

/** Settings that are allowed but have no effect here are checked all the same. */
function checkSettings(root: XmlElement): void {
  const mapping = root.attributes.get('mapping') ?? 'logical';
  if (mapping !== 'logical' && mapping !== 'internal') throw queryError('QueryBuilderDeserializeInvalidMapping');
  if ((root.attributes.get('utc-offset') ?? '') !== '') throw queryError('QueryBuilderDeserializeInvalidUtcOffset');
  flag(root, 'no-lock');
}

/** `top`, which excludes pages and totals: https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview */
function topOf(root: XmlElement): number | null {
  const top = wholeNumber(root, 'top', 1);
  if (top === null) return null;
  if (top > 5000) throw invalidArgument(`The value of the top attribute can't exceed 5,000, got ${top}.`);
  for (const paging of ['page', 'count', 'paging-cookie']) {
    if ((root.attributes.get(paging) ?? '') !== '') throw topWithPaging(paging);
  }
  if (flag(root, 'returntotalrecordcount')) throw topWithPaging('returntotalrecordcount');
  return top;
}

function topWithPaging(attribute: string): Error {
  return invalidArgument(`The top attribute can't be specified with paging attribute ${attribute}`);
}

/**
 * What every attribute of an aggregate query needs, at any depth.
 * https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data
 */
function checkAggregate(entity: XmlElement): void {
  for (const child of entity.children) {
    if (child.name === 'link-entity') checkAggregate(child);
    if (child.name === 'all-attributes') throw queryError('QueryBuilderAttribute_With_Aggregate');
    if (child.name !== 'attribute') continue;
    const measured = child.attributes.has('aggregate');
    const grouped = flag(child, 'groupby');
    const nodeXml = `NodeXml : ${tagOf(child)}`;
    if (measured && grouped) throw queryError('QueryBuilderAttributeCannotBeGroupByAndAggregate', nodeXml);
    if (!measured && !grouped) throw queryError('QueryBuilderAttribute_With_Aggregate', nodeXml);
    if (!child.attributes.has('alias')) {
      const reason = `An alias must be specified for every attribute in an aggregate query. ${nodeXml}`;
      throw queryError('QueryBuilderInvalid_Alias', reason);
    }
  }
}
