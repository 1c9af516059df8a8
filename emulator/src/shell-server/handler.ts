import type { IncomingMessage, ServerResponse } from 'node:http';
import { DataverseError } from '../model/dataverse-error.js';
import { parseGuid } from '../model/guid.js';
import { appAnswer } from './app-answer.js';
import { asset, controlFile, webResource, type FileAnswer } from './files.js';
import { page } from './page.js';
import { sessionAnswer } from './session-answer.js';
import type { ShellContext, ShellRequestContext } from './shell-context.js';
import { tableAnswer } from './table-answer.js';
import { languageOf, setLanguage } from './user-language.js';

/**
 * Answers the app shell's requests: `/`, `/main.aspx`, `/WebResources/…` and `/_shell/…`. Rows are not among them, they go over the Web
 * API with the same sign-in.
 * @returns false when the request is somebody else's
 */
export async function handleShell(
  request: IncomingMessage,
  response: ServerResponse,
  from: ShellContext,
): Promise<boolean> {
  const { store, caller } = from;
  const context: ShellRequestContext = { ...from, languageId: languageOf(store, caller.userId) };
  const url = new URL(request.url ?? '/', 'http://local');
  const path = decodeURIComponent(url.pathname);
  if (request.method === 'POST') {
    if (path !== '/_shell/language') return false;
    const languageId = Number(url.searchParams.get('id'));
    return answer(response, () => {
      setLanguage(store, caller.userId, languageId);
      return { languageId };
    });
  }
  if (request.method !== 'GET') return false;
  if (path === '/') return redirect(response, '/main.aspx');
  if (path === '/main.aspx') return mainPage(response, context, url);
  if (path.startsWith('/WebResources/')) return file(response, webResource(store, path.slice('/WebResources/'.length)));
  if (path.startsWith('/_shell/assets/')) return file(response, await asset(path.slice('/_shell/assets/'.length)));
  const control = /^\/_shell\/controls\/([^/]+)\/(.+)$/.exec(path);
  if (control !== null) return file(response, controlFile(store, control[1] ?? '', control[2] ?? ''));
  if (path === '/_shell/session') return answer(response, () => sessionAnswer(context));
  const named = /^\/_shell\/(apps|tables)\/([^/]+)$/.exec(path);
  if (named === null) return false;
  const name = named[2] ?? '';
  return answer(response, () =>
    named[1] === 'apps' ? appAnswer(context, parseGuid(name) ?? name) : tableAnswer(context, name),
  );
}

/** `?lang=1031` signs the user's language over, as the personal options of an app would. */
function mainPage(response: ServerResponse, context: ShellRequestContext, url: URL): boolean {
  const asked = url.searchParams.get('lang');
  let { languageId } = context;
  if (asked !== null) {
    languageId = Number(asked);
    setLanguage(context.store, context.caller.userId, languageId);
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page({ ...context, languageId }));
  return true;
}

function redirect(response: ServerResponse, location: string): true {
  response.writeHead(302, { location, 'cache-control': 'no-store' });
  response.end();
  return true;
}

/** Writes what `make` returns as JSON, or its refusal in the Web API's shape. */
function answer(response: ServerResponse, make: () => unknown): true {
  let status = 200;
  let body: unknown;
  try {
    body = make();
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    status = error.status;
    body = { error: { code: error.code, message: error.message } };
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
}

function file(response: ServerResponse, found: FileAnswer | null): true {
  if (found === null) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('The resource does not exist in this organization.');
  } else {
    response.writeHead(200, { 'content-type': found.contentType, 'cache-control': 'no-store' });
    response.end(found.bytes);
  }
  return true;
}
