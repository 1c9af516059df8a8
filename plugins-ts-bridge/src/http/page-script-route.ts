import type { FastifyInstance } from 'fastify';
import type { PageScripts } from '../ports/pages/page-scripts.js';

/**
 * Gives web pages the script that fills them in. An address holds the same bytes for ever, so that a page may name their
 * hash; a version that is not there is never kept by anybody.
 */
export function registerPageScriptRoute(app: FastifyInstance, scripts: PageScripts): void {
  app.get<{ Params: { version: string; file: string } }>('/prefill/:version/:file', async (request, reply) => {
    // A page compares the hash only of what it may read.
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
    const script = scripts.find(request.params.version, request.params.file);
    if (script === undefined) {
      reply.callNotFound();
      return reply;
    }
    const encoding = (['br', 'gzip'] as const).find((name) => accepts(request.headers['accept-encoding'], name));
    if (encoding !== undefined) reply.header('content-encoding', encoding);
    return reply
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .send(script[encoding ?? 'plain']);
  });
}

function accepts(header: string | string[] | undefined, encoding: string): boolean {
  const wishes = String(header ?? '')
    .split(',')
    .map((wish) => wish.trim().toLowerCase());
  const wish = wishes.find((one) => one === encoding || one.startsWith(`${encoding};`));
  return wish !== undefined && !/;\s*q=0(\.0*)?$/.test(wish);
}
