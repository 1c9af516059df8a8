import { parseExactJson } from '../data/exact-digits.js';
import type { IncomingMessage } from 'node:http';
import { readBody } from '../http/requests/read-body.js';
import type { ApiResponse } from '../http/requests/message.js';
import { DataverseError } from '../model/dataverse-error.js';
import type { Organisation } from '../organisation.js';
import { isObject, type JsonObject } from '../write/input/json-body.js';
import { adminJson, type AdminRoute } from './admin-route.js';
import { behaviourRoutes } from './behaviour-routes.js';
import { columnRoutes } from './column-routes.js';
import { identityRoutes } from './identity-routes.js';
import { rowRoutes } from './row-routes.js';
import { viewRoutes } from './view-routes.js';

const routes: readonly AdminRoute[] = [
  ...viewRoutes,
  ...behaviourRoutes,
  ...identityRoutes,
  ...columnRoutes,
  ...rowRoutes,
];

/** The admin path, which no Dataverse has: what exists, what was called, and trouble on order. */
export async function answerAdmin(
  organisation: Organisation,
  request: IncomingMessage,
  url: URL,
): Promise<ApiResponse> {
  const path = url.pathname.slice('/_emulator/'.length).replace(/\/$/, '');
  if (path === '' && request.method === 'GET') return adminJson(index());
  const sameMethod = routes.filter(({ method }) => method === request.method);
  for (const route of sameMethod) {
    const parts = match(route.path, path);
    if (parts !== null) {
      return route.run({ organisation, request, parts, url, json: () => jsonBody(request) });
    }
  }
  throw new DataverseError(
    404,
    '',
    `There is no ${request.method ?? ''} /_emulator/${path}. GET /_emulator/ lists what there is.`,
  );
}

function index(): object {
  return { routes: routes.map(({ method, path, summary }) => ({ method, path: `/_emulator/${path}`, summary })) };
}

function match(pattern: string, path: string): string[] | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length || wanted.some((part, at) => part !== '*' && part !== given[at])) return null;
  return given.filter((_part, at) => wanted[at] === '*').map(decodeURIComponent);
}

async function jsonBody(request: IncomingMessage): Promise<JsonObject> {
  const text = (await readBody(request)).toString('utf8').trim();
  if (text === '') return {};
  try {
    const value = parseExactJson(text);
    if (isObject(value)) return value;
  } catch {
    // Said below, as for a body that is JSON but no object.
  }
  throw new DataverseError(400, '', 'The body must be a JSON object.');
}
