import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Lets the pages of the allowed origins read the answer, and no other page. A request without `Origin` does not come
 * from a page of another origin; its token alone decides.
 */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowed: ReadonlySet<string>): boolean {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined) return true;
  if (!allowed.has(origin)) return false;
  reply.header('access-control-allow-origin', origin);
  return true;
}

/** Answers the browser's question before a request that carries a token. */
export function answerPreflight(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: ReadonlySet<string>,
): FastifyReply {
  if (!allowOrigin(request, reply, allowed)) return reply.code(403).send();
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET')
    .header('access-control-allow-headers', 'authorization')
    .header('access-control-max-age', '600')
    .send();
}
