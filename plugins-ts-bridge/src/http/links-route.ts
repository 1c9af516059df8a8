import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { issueLinks, type IssueDependencies, type IssueRefusal } from '../application/links/issue-links.js';
import type { RequestGate } from '../application/prefill/request-gate.js';
import { linkRequestOf } from '../domain/links/link-request.js';
import type { RequestEvents } from '../events.js';
import type { AccessTokens } from '../ports/access-tokens.js';
import { sendProblem } from './problem.js';

const linksPath = '/v1/links';
const role = 'Links.Issue';
/** 10,000 members, each on lines of its own. */
const maxBodyBytes = 2 * 1024 * 1024;
const bearer = /^Bearer +([\w-]+(?:\.[\w-]+){2})$/i;

export interface LinksRouteDependencies extends IssueDependencies {
  readonly tokens: AccessTokens;
  readonly rates: Pick<RequestGate, 'enter'>;
  readonly events: Pick<RequestEvents, 'linksIssued' | 'linksRefused'>;
}

/** Gives applications of the tenant the links of the members that they name. */
export function registerLinksRoute(app: FastifyInstance, dependencies: LinksRouteDependencies): void {
  const { events } = dependencies;
  const callers = new WeakMap<FastifyRequest, string>();
  app.post(linksPath, {
    bodyLimit: maxBodyBytes,
    // Before the body is read: who is not known gets nothing into the memory of the service.
    onRequest: async (request, reply) => {
      const client = await admitted(request, reply, dependencies);
      if (client === null) return reply;
      callers.set(request, client);
    },
    handler: async (request, reply) => {
      const asked = linkRequestOf(request.body);
      if (!asked.ok) {
        const { name, expected } = asked.failure;
        events.linksRefused('body-invalid');
        return sendProblem(reply, 400, 'body-invalid', `${name} has to be ${expected}.`, name);
      }
      const issued = await issueLinks(asked.value, dependencies);
      if (!issued.ok) {
        events.linksRefused(issued.failure);
        return refuse(reply, issued.failure);
      }
      const { links, refused, parts } = issued.value;
      const client = callers.get(request) ?? '';
      events.linksIssued({ client, form: asked.value.form, issued: links, refused });
      return reply.type('application/json; charset=utf-8').send(Readable.from(givingWay(parts)));
    },
  });
}

/** Others are answered between two parts. */
async function* givingWay(parts: Iterable<string>): AsyncGenerator<string> {
  for (const part of parts) {
    yield part;
    await setImmediate();
  }
}

/** @returns the application that asks; `null` when it was refused. */
async function admitted(
  request: FastifyRequest,
  reply: FastifyReply,
  { tokens, rates, events }: LinksRouteDependencies,
): Promise<string | null> {
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : await tokens.identify(token);
  const refusal = (status: number, code: string, detail: string): null => {
    events.linksRefused(code);
    sendProblem(reply, status, code, detail);
    return null;
  };
  if (caller !== null && !caller.ok && caller.failure.code === 'unreachable') {
    reply.header('retry-after', caller.failure.retryAfterSeconds);
    return refusal(503, 'sign-in-unreachable', 'The sign-in service does not answer. Try again later.');
  }
  if (!caller?.ok) {
    reply.header('www-authenticate', 'Bearer');
    const how = 'Send an access token of Microsoft Entra for this service as "Authorization: Bearer <token>".';
    return refusal(401, 'caller-unknown', how);
  }
  const { clientId, roles } = caller.value;
  if (!roles.includes(role)) {
    reply.header('www-authenticate', 'Bearer error="insufficient_scope"');
    return refusal(403, 'role-missing', `Have an administrator grant the application the app role ${role}.`);
  }
  const retryAfterSeconds = rates.enter({ person: clientId, form: null, client: clientId });
  if (retryAfterSeconds === 0) return clientId;
  reply.header('retry-after', retryAfterSeconds);
  return refusal(429, 'too-many-requests', 'This was asked for too often. Try again after the time in Retry-After.');
}

interface RefusalFacts {
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
}

const refusals: Readonly<Record<IssueRefusal, RefusalFacts>> = {
  'form-unknown': {
    status: 404,
    detail: 'There is no web form with this key. The service learns of a new one within a minute.',
    field: 'form',
  },
  'form-suspended': {
    status: 409,
    detail: 'The links of the web form are suspended. Release them on its record.',
    field: 'form',
  },
  'form-unreadable': {
    status: 409,
    detail: 'The fields of the web form cannot be read. Choose them anew on its record.',
    field: 'form',
  },
  'form-without-address': {
    status: 409,
    detail: 'The web form has no address. Enter one on its record.',
    field: 'form',
  },
  'run-unknown': { status: 404, detail: 'The service knows no such run.', field: 'run' },
  'sync-not-synced': { status: 409, detail: 'No run of the sync has completed here. Start the sync.', field: 'sync' },
  'links-revoked': {
    status: 409,
    detail: 'The links would open nothing: those of the run, the form or the key were revoked.',
  },
  'no-key': { status: 503, detail: 'The service has no key to sign links with. Set PMDS_PREFILL_KEYS.' },
  'send-unknown': {
    status: 503,
    detail: 'Dataverse did not say when the send of the sync ends. Try again, or leave sync out.',
    field: 'sync',
  },
};

function refuse(reply: FastifyReply, code: IssueRefusal): FastifyReply {
  const { status, detail, field } = refusals[code];
  if (status === 503) reply.header('retry-after', 30);
  return sendProblem(reply, status, code, detail, field);
}
