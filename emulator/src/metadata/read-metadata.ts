import { malformed, noSuchSegment, NotImplemented, DataverseError } from '../model/dataverse-error.js';
import { jsonAnswer, type ReadAnswer } from '../odata/answer.js';
import { parseExpand } from '../odata/expand/expand-options.js';
import { decodeOption, parseQueryOptions } from '../odata/query-options.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { QueryContext } from '../query/caller.js';
import { parseGuid } from '../model/guid.js';
import { attributeTypes } from './attribute-node.js';
import { csdl } from './csdl.js';
import { entityNode } from './entity-node.js';
import { retrieveMetadataChanges } from './metadata-changes.js';
import { withLabelsOf } from './labels.js';
import { filterNodes, isNode, nodeJson, type NodeOptions } from './node-json.js';
import type { Json, MetadataNode } from './node.js';
import { optionSetNode } from './option-set-node.js';
import { relationshipNode } from './relationship-node.js';

const roots = new Set([
  '$metadata',
  'EntityDefinitions',
  'GlobalOptionSetDefinitions',
  'RelationshipDefinitions',
  'RetrieveMetadataChanges',
]);

/** True for paths that lead to definitions instead of rows. */
export function isMetadataPath(segments: readonly PathSegment[]): boolean {
  return roots.has(segments[0]?.name ?? '');
}

/**
 * Answers reads of definitions: `$metadata`, `EntityDefinitions(…)` and what hangs on it, global choices, relationships,
 * `RetrieveMetadataChanges`. Never paged. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export function readMetadata(context: QueryContext, segments: readonly PathSegment[], query: string): ReadAnswer {
  const [first, ...rest] = segments;
  const name = first?.name ?? '';
  if (name === '$metadata') {
    const asked = query === '' ? 'annotations=false' : query;
    if (!/^annotations=(?:true|false)$/.test(asked))
      throw malformed(`$metadata has no option '${query.slice(0, 50)}'.`);
    const annotated = asked.endsWith('true') || context.annotations('Org.OData.Core.V1.Description');
    return { status: 200, contentType: 'application/xml', body: csdl(context.store, annotated), preferenceApplied: [] };
  }
  const languages = /(?:^|&)LabelLanguages=([^&]*)/.exec(query);
  const options = parseQueryOptions(languages === null ? query : query.replace(languages[0], ''));
  if (name === 'RetrieveMetadataChanges')
    return jsonAnswer(retrieveMetadataChanges(context, first?.key ?? '', options.aliases));
  for (const option of options.values.keys()) {
    if (['$select', '$filter', '$expand', '$count'].includes(option)) continue;
    throw malformed(`The query parameter ${option} is not supported for definitions.`);
  }
  const answer = walk(context, rootNodes(context, name), first?.key ?? null, rest, options.values, name);
  return languages?.[1] === undefined || answer.body === ''
    ? answer
    : { ...answer, body: withLabelsOf(answer.body, decodeOption(languages[1])) };
}

function rootNodes(context: QueryContext, name: string): readonly MetadataNode[] {
  const { model } = context.store;
  const { languageId } = context.caller;
  if (name === 'EntityDefinitions') return [...model.tables].map((table) => entityNode(model, table, languageId));
  if (name === 'RelationshipDefinitions') return [...model.relationships].map(relationshipNode);
  return [...model.optionSets].map((optionSet) => optionSetNode(optionSet, languageId));
}

/** Follows a path from a collection of definitions: key, cast, navigation, property. */
function walk(
  context: QueryContext,
  nodes: readonly MetadataNode[],
  key: string | null,
  rest: readonly PathSegment[],
  options: NodeOptions,
  url: string,
  cast = false,
): ReadAnswer {
  const [next, ...more] = rest;
  if (key !== null) return walkNode(context, nodeByKey(nodes, key), rest, options, `${url}(${shortKey(key)})`, cast);
  if (next?.name.startsWith('Microsoft.Dynamics.CRM.') === true) {
    const type = castType(next.name);
    return walk(
      context,
      nodes.filter((node) => node.type === type),
      next.key,
      more,
      options,
      `${url}/${next.name}`,
      true,
    );
  }
  if (next?.name === '$count') {
    const count = filterNodes(nodes, options, cast).length;
    return { status: 200, contentType: 'text/plain', body: String(count), preferenceApplied: [] };
  }
  if (next !== undefined) throw noSuchSegment(next.name);
  const value = filterNodes(nodes, options, cast).map((node) => nodeJson(node, options, cast));
  const count = options.get('$count') === 'true' ? { '@odata.count': value.length } : {};
  return jsonAnswer(JSON.stringify({ '@odata.context': contextUrl(context, url, options), ...count, value }));
}

function walkNode(
  context: QueryContext,
  node: MetadataNode,
  rest: readonly PathSegment[],
  options: NodeOptions,
  url: string,
  cast: boolean,
): ReadAnswer {
  const [next, ...more] = rest;
  if (next === undefined) {
    if (options.has('$filter'))
      throw malformed('The query parameter $filter is not supported for a single definition.');
    const json = nodeJson(node, options, cast);
    const ofOne = contextUrl(context, withoutLastKey(url), options);
    return jsonAnswer(JSON.stringify({ '@odata.context': `${ofOne}/$entity`, ...json }));
  }
  if (next.name.startsWith('Microsoft.Dynamics.CRM.')) {
    if (castType(next.name) !== node.type) throw noSuchSegment(next.name);
    return walkNode(context, node, more, options, `${url}/${next.name}`, true);
  }
  const navigation = node.navigations[next.name];
  if (navigation !== undefined) {
    const target = navigation();
    if (target === null) return { ...jsonAnswer(''), status: 204 };
    const onward = `${url}/${next.name}`;
    return isNode(target)
      ? walkNode(context, target, more, options, onward, false)
      : walk(context, target, next.key, more, options, onward);
  }
  const value: Json | undefined = node.base[next.name] ?? node.derived[next.name];
  if (value === undefined && !(next.name in node.base)) throw noSuchSegment(next.name);
  if (more.length > 0) throw new NotImplemented('a path into a property of a definition');
  return jsonAnswer(
    JSON.stringify({ '@odata.context': `${context.serviceRoot}$metadata#${url}/${next.name}`, value: value ?? null }),
  );
}

/** Only types that definitions really have can be cast to: EnumAttributeMetadata, for one, is refused. */
function castType(segment: string): string {
  const type = segment.slice('Microsoft.Dynamics.CRM.'.length);
  const known = [
    ...attributeTypes,
    'OneToManyRelationshipMetadata',
    'ManyToManyRelationshipMetadata',
    'OptionSetMetadata',
    'BooleanOptionSetMetadata',
  ];
  if (!known.includes(type))
    throw malformed(`The type '${segment}' cannot be used as a cast in a query of definitions.`);
  return type;
}

function nodeByKey(nodes: readonly MetadataNode[], key: string): MetadataNode {
  const id = parseGuid(key.trim());
  const [, name = '', quoted = ''] = /^\s*(\w+)\s*=\s*'?([^']*)'?\s*$/.exec(key) ?? [];
  const wanted = name === 'MetadataId' ? parseGuid(quoted) : id;
  const found = nodes.find((node) => {
    if (wanted !== null) return node.base['MetadataId'] === wanted;
    const value = node.base[name];
    return node.keys.includes(name) && typeof value === 'string' && value.toLowerCase() === quoted.toLowerCase();
  });
  if (found === undefined) {
    throw new DataverseError(404, '0x80060888', `Could not find a definition with the key '${key.slice(0, 100)}'.`);
  }
  return found;
}

/** Context URLs show the bare key: `EntityDefinitions('contact')`. */
function shortKey(key: string): string {
  return key.includes('=') ? key.slice(key.indexOf('=') + 1).trim() : key;
}

/** `…/$entity` says that it is one: its own key is left out, those of what it belongs to stay. */
function withoutLastKey(url: string): string {
  return url.replace(/\([^()]*\)(?=(?:\/Microsoft\.Dynamics\.CRM\.\w+)?$)/, '');
}

/** What was selected, then what was expanded, as the published answers write it. */
function contextUrl(context: QueryContext, url: string, options: NodeOptions): string {
  const select = options.get('$select');
  const expand = options.get('$expand');
  const expanded = (expand === undefined ? [] : parseExpand(expand)).map((item) => {
    const inner = item.options.get('$select');
    return inner === undefined ? item.navigation : `${item.navigation}(${inner})`;
  });
  const names = select === undefined ? '' : `(${[select, ...expanded].join(',')})`;
  return `${context.serviceRoot}$metadata#${url}${names}`;
}
