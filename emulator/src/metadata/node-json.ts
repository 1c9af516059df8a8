import { malformed } from '../model/dataverse-error.js';
import { parseExpand } from '../odata/expand/expand-options.js';
import { parseFilter } from '../odata/filter/parse-filter.js';
import { noProperty, passes, propertyOf } from './node-filter.js';
import type { Json, MetadataNode } from './node.js';

/** `$select`, `$filter`, `$expand` of a request or of an expand's parentheses. */
export type NodeOptions = ReadonlyMap<string, string>;

/**
 * The JSON of a definition.
 * @param cast true where the path named the derived type: its own properties can then be selected, and JSON does not repeat the type
 */
export function nodeJson(node: MetadataNode, options: NodeOptions, cast: boolean): Record<string, Json> {
  const select = options.get('$select');
  const made: Record<string, Json> = {};
  if (node.isDerived && !cast) made['@odata.type'] = `#Microsoft.Dynamics.CRM.${node.type}`;
  if (select === undefined) Object.assign(made, node.base, node.derived);
  else {
    for (const name of select.split(',').map((part) => part.trim())) {
      if (name in node.navigations) continue;
      made[name] = propertyOf(node, name, cast);
    }
    made['MetadataId'] = node.base['MetadataId'] ?? null;
  }
  for (const item of parseExpands(options)) {
    const navigation = node.navigations[item.navigation];
    if (navigation === undefined) throw noProperty(node, item.navigation);
    const target = navigation();
    made[item.navigation] =
      target === null
        ? null
        : isNode(target)
          ? nodeJson(target, item.options, false)
          : filterNodes(target, item.options, false).map((inner) => nodeJson(inner, item.options, false));
  }
  return made;
}

function parseExpands(options: NodeOptions): ReturnType<typeof parseExpand> {
  const text = options.get('$expand');
  return text === undefined ? [] : parseExpand(text);
}

export function isNode(value: readonly MetadataNode[] | MetadataNode): value is MetadataNode {
  return !Array.isArray(value);
}

export function filterNodes(
  nodes: readonly MetadataNode[],
  options: NodeOptions,
  cast: boolean,
): readonly MetadataNode[] {
  const text = options.get('$filter');
  const unsupported = ['$orderby', '$top'].find((name) => options.has(name));
  if (unsupported !== undefined)
    throw malformed(`The query parameter ${unsupported} is not supported for definitions.`);
  if (text === undefined) return nodes;
  const expression = parseFilter(text, new Map());
  return nodes.filter((node) => passes(node, expression, cast));
}
