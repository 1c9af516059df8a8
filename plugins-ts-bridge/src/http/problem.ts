import type { PrefillProblem, PrefillRefusal } from '@pmds/contracts/prefill';
import type { FastifyReply } from 'fastify';

/** Media type of RFC 9457. */
const problemType = 'application/problem+json';

interface Facts {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** What the service answers; `prefill.js` tells by itself when a link has expired. */
type Answered = Exclude<PrefillRefusal, 'token-expired'>;

const refusals: Readonly<Record<Answered, Facts>> = {
  'token-missing': {
    status: 401,
    title: 'There is no token',
    detail: 'Send the token of the link as "Authorization: Bearer <token>".',
  },
  // One text for whatever is wrong with a link: it helps nobody but a forger.
  'token-invalid': {
    status: 401,
    title: 'The link opens nothing',
    detail: 'The link is not valid. Use the newest link from the e-mail as it is, or fill in the form by hand.',
  },
  'origin-not-allowed': {
    status: 403,
    title: 'This page may not ask',
    detail: 'This web page may not ask. Add its origin to the Web Form, or to PMDS_PREFILL_ORIGINS.',
  },
  // One text for "no such person" and "not stored": it must not tell whether somebody exists.
  'not-found': {
    status: 404,
    title: 'There is nothing to fill in',
    detail: 'There is nothing to fill in for this link.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'This was asked for too often. Try again after the time in Retry-After.',
  },
  'code-invalid': {
    status: 403,
    title: 'The code is not right',
    detail: 'The code is not right or no longer holds. Ask for a new one.',
  },
  'code-not-sent': {
    status: 503,
    title: 'The code could not be sent',
    detail: 'No code could be sent at the moment. Try again later.',
  },
  'body-invalid': {
    status: 400,
    title: 'The request cannot be understood',
    detail: 'The body has to be a JSON object.',
  },
};

/** Of a refusal that the table knows. @param field The part of the request at fault, with what is expected of it. */
export function sendRefusal(
  reply: FastifyReply,
  code: Answered,
  field?: { readonly name: string; readonly expected: string },
): FastifyReply {
  const { status, title, detail } = refusals[code];
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  const problem: PrefillProblem = {
    ...problemOf(status, code, title, field === undefined ? detail : `${field.name} has to be ${field.expected}.`),
    code,
    ...(field === undefined ? {} : { field: field.name }),
  };
  return send(reply, status, problem);
}

/** Of whatever else goes wrong. @param field The part of the request at fault. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  field?: string,
): FastifyReply {
  const problem = problemOf(status, code, titles.get(status) ?? 'The request was refused', detail);
  return send(reply, status, field === undefined ? problem : { ...problem, field });
}

const titles = new Map([
  [400, 'The request cannot be understood'],
  [401, 'Who asks is not known'],
  [403, 'Who asks may not do this'],
  [404, 'There is nothing here'],
  [405, 'This method is not allowed here'],
  [413, 'The body is too large'],
  [415, 'The body is of another type'],
  [429, 'Too many requests'],
  [503, 'The service cannot answer'],
]);

function problemOf<Code extends string>(status: number, code: Code, title: string, detail: string) {
  return { type: `urn:pmds:problem:${code}`, title, status, detail, code } as const;
}

function send(reply: FastifyReply, status: number, problem: object): FastifyReply {
  return reply.code(status).type(problemType).send(JSON.stringify(problem));
}
