import { DataverseError, malformed, NotImplemented } from '../model/dataverse-error.js';
import type { QueryContext } from '../query/caller.js';
import { entityNode } from './entity-node.js';
import { isNode } from './node-json.js';
import { plainText, type Json, type MetadataNode } from './node.js';

type Query = Readonly<Record<string, Json>>;

/**
 * Answers `RetrieveMetadataChanges(Query=@p1,ClientVersionStamp=@p2,DeletedMetadataFilters=@p3)`: matching definitions of all kinds in
 * one call. With the current stamp there is nothing new; with an older one everything that matches comes again, which a client merges
 * as it would a smaller answer.
 * https://learn.microsoft.com/power-apps/developer/data-platform/query-schema-definitions
 */
export function retrieveMetadataChanges(
  context: QueryContext,
  parameters: string,
  aliases: ReadonlyMap<string, string>,
): string {
  const given = argumentsOf(parameters, aliases);
  const stranger = [...given.keys()].find(
    (name) =>
      !['Query', 'ClientVersionStamp', 'DeletedMetadataFilters', 'AppModuleId', 'RetrieveAllSettings'].includes(name),
  );
  if (stranger !== undefined) throw malformed(`RetrieveMetadataChanges has no parameter '${stranger}'.`);
  if (given.has('AppModuleId')) throw new NotImplemented("the parameter 'AppModuleId' of RetrieveMetadataChanges");
  const { model } = context.store;
  const stamp = `${model.version}!${context.store.now().toISOString()}`;
  const known = given.get('ClientVersionStamp');
  const query = objectOf(given.get('Query') ?? null);
  const isCurrent = typeof known === 'string' && versionOf(known, model.version) === model.version;
  const tables = isCurrent ? [] : [...model.tables].map((table) => entityNode(model, table, context.caller.languageId));
  return JSON.stringify({
    '@odata.context': `${context.serviceRoot}$metadata#Microsoft.Dynamics.CRM.RetrieveMetadataChangesResponse`,
    ServerVersionStamp: stamp,
    DeletedMetadata: typeof known === 'string' ? { Count: 0, IsReadOnly: false, Keys: [], Values: [] } : null,
    EntityMetadata: tables.filter((node) => meets(node, query['Criteria'])).map((node) => entityJson(node, query)),
  });
}

/** `0x80044352` for a stamp that this organisation did not give. */
function versionOf(stamp: string, current: number): number {
  const version = Number(stamp.split('!')[0]);
  if (!Number.isInteger(version) || version < 1 || version > current) {
    throw new DataverseError(
      400,
      '0x80044352',
      'Client version stamp has expired. Use null as the client version stamp to retrieve all definitions.',
    );
  }
  return version;
}

function argumentsOf(text: string, aliases: ReadonlyMap<string, string>): Map<string, Json> {
  const given = new Map<string, Json>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    const json = value.startsWith('@') ? aliases.get(value) : value;
    if (json === undefined) throw malformed(`The parameter alias '${value}' has no value in the query string.`);
    given.set(name, parseJson(json));
  }
  return given;
}

/** Parameter values are JSON; simple ones may stand in single quotes. */
function parseJson(text: string): Json {
  const quoted = /^'(.*)'$/s.exec(text);
  if (quoted !== null) return quoted[1] ?? '';
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw malformed(`The parameter value '${text.slice(0, 100)}' is no JSON.`);
  }
}

function objectOf(value: Json | undefined): Query {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Query) : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function meets(node: MetadataNode, criteria: Json | undefined): boolean {
  const { Conditions, Filters, FilterOperator } = objectOf(criteria);
  const parts = [
    ...listOf(Conditions).map((condition) => () => meetsCondition(node, objectOf(condition))),
    ...listOf(Filters).map((filter) => () => meets(node, filter)),
  ];
  if (parts.length === 0) return true;
  return FilterOperator === 'Or' ? parts.some((part) => part()) : parts.every((part) => part());
}

function meetsCondition(node: MetadataNode, condition: Query): boolean {
  const name = plainText(condition['PropertyName']);
  const own = node.base[name] ?? node.derived[name];
  if (own === undefined && !(name in node.base))
    throw malformed(`'${name}' is no property that RetrieveMetadataChanges can filter by.`);
  const simple = simplified(own ?? null);
  const value = objectOf(condition['Value'])['Value'] ?? null;
  const wanted = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const same = (candidate: Json): boolean => plainText(candidate).toLowerCase() === plainText(simple).toLowerCase();
  switch (condition['ConditionOperator']) {
    case 'Equals':
    case 'In':
      return wanted.some(same);
    case 'NotEquals':
    case 'NotIn':
      return !wanted.some(same);
    case 'GreaterThan':
      return Number(simple) > Number(wanted[0]);
    case 'LessThan':
      return Number(simple) < Number(wanted[0]);
    default:
      throw malformed(`The condition operator '${plainText(condition['ConditionOperator'])}' is not known.`);
  }
}

/** A managed property or a type name compares by its value. */
function simplified(value: Json): Json {
  const inner = objectOf(value)['Value'];
  return inner ?? value;
}

function entityJson(node: MetadataNode, query: Query): Record<string, Json> {
  const parts: [string, string][] = [
    ['Attributes', 'AttributeQuery'],
    ['Keys', 'KeyQuery'],
    ['OneToManyRelationships', 'RelationshipQuery'],
    ['ManyToOneRelationships', 'RelationshipQuery'],
    ['ManyToManyRelationships', 'RelationshipQuery'],
  ];
  const made = shaped(node, objectOf(query['Properties']));
  const names = listOf(objectOf(query['Properties'])['PropertyNames']);
  for (const [navigation, name] of parts) {
    const inner = objectOf(query[name]);
    if (!names.includes(navigation) || Object.keys(inner).length === 0) continue;
    const target = node.navigations[navigation]?.() ?? [];
    const nodes = isNode(target) ? [target] : target;
    made[navigation] = nodes
      .filter((child) => meets(child, inner['Criteria']))
      .map((child) => ({
        '@odata.type': `#Microsoft.Dynamics.CRM.${child.type}`,
        ...shaped(child, objectOf(inner['Properties'])),
      }));
  }
  return made;
}

/** The properties asked for; MetadataId always, choices of a column when OptionSet is among them. */
function shaped(node: MetadataNode, properties: Query): Record<string, Json> {
  const all = { ...node.base, ...node.derived };
  if (properties['AllProperties'] === true) return { ...all, ...expanded(node, Object.keys(node.navigations)) };
  const names = listOf(properties['PropertyNames']).map(String);
  const made: Record<string, Json> = { MetadataId: node.base['MetadataId'] ?? null };
  for (const name of names) if (name in all) made[name] = all[name] ?? null;
  return { ...made, ...expanded(node, names) };
}

function expanded(node: MetadataNode, names: readonly string[]): Record<string, Json> {
  const made: Record<string, Json> = {};
  for (const name of names) {
    const target = name === 'OptionSet' || name === 'GlobalOptionSet' ? node.navigations[name]?.() : undefined;
    if (target === undefined) continue;
    made[name] = target === null || !isNode(target) ? null : { ...target.base, ...target.derived };
  }
  return made;
}
