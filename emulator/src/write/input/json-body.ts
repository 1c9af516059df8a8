import { parseExactJson } from '../../data/exact-digits.js';
import { DataverseError } from '../../model/dataverse-error.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The body of a request as an object; an empty body is an empty object.
 * @throws DataverseError 400 `0x80060888` when it is not JSON or no object.
 */
export function parseJsonBody(body: Buffer): JsonObject {
  const text = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  if (text === '') return {};
  let value = parseText(text);
  // dataverse-ify's transport for Node encodes rows twice; a text that holds an object is taken as that object.
  if (typeof value === 'string' && /^\s*\{/.test(value)) value = parseText(value);
  if (!isObject(value)) {
    throw new DataverseError(
      400,
      '0x80060888',
      'An unexpected value was found when reading from the JSON reader. An object was expected.',
    );
  }
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    throw new DataverseError(400, '0x80060888', 'Invalid JSON. The body of the request could not be parsed.');
  }
}

/**
 * The body of a request that makes no sense without one.
 * @throws DataverseError 400 `0x80060888` for an empty body as well.
 */
export function parseRowBody(body: Buffer): JsonObject {
  if (body.toString('utf8').trim() === '') {
    throw new DataverseError(400, '0x80060888', 'The body of the request is empty; a JSON object was expected.');
  }
  return parseJsonBody(body);
}

/** A text member of a body; empty when it is missing or no text. */
export function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

/** The table that `"@odata.type": "Microsoft.Dynamics.CRM.contact"` names, or null. */
export function namedTable(body: JsonObject): string | null {
  return /^#?Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(textOf(body, '@odata.type'))?.[1] ?? null;
}
