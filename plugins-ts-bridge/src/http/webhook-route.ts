import { parseMessageContext, type ContextFailure } from '@pmds/contracts/start/sync-request';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RequestEvents } from '../events.js';
import type { PluginRegistry } from '../plugins/registry.js';
import { sameKey } from './same-key.js';

export const webhookPath = '/webhooks/dataverse';
export const webhookKeyHeader = 'x-pmds-key';
/** Dataverse strips parameters above 256 KB; what is larger than this is not from there. */
export const maxWebhookBytes = 1024 * 1024;

export interface WebhookDependencies {
  readonly key: string;
  readonly plugins: PluginRegistry;
  readonly events: Pick<RequestEvents, 'webhookAccepted' | 'webhookRefused'>;
}

/**
 * Takes what Dataverse posts: the key first, before a byte of the body is read, then the parser, then the plug-in.
 * Only the status code reaches the platform; the text is for people who look into its trace log.
 */
export function registerWebhookRoute(app: FastifyInstance, { key, plugins, events }: WebhookDependencies): void {
  app.post(webhookPath, {
    bodyLimit: maxWebhookBytes,
    onRequest: async (request, reply) => {
      const given = request.headers[webhookKeyHeader];
      if (typeof given === 'string' && sameKey(key, given)) return undefined;
      events.webhookRefused(401, { reason: 'wrong-key' });
      return reply
        .code(401)
        .send({ error: { code: 'wrong-key', message: `The header ${webhookKeyHeader} is wrong.` } });
    },
    handler: async (request, reply) => {
      const context = parseMessageContext(request.body);
      if (!context.ok) return refuse(reply, context.failure);
      const plugin = plugins.find(context.value.message, context.value.table);
      if (plugin === null) {
        const { message, table } = context.value;
        return refuse(reply, { field: 'MessageName', expected: `a registered message, not ${message} of ${table}` });
      }
      const answer = await plugin.Execute(context.value);
      if (!answer.ok) return refuse(reply, answer.failure);
      events.webhookAccepted(context.value, answer.value);
      return reply.code(202).send(answer.value);
    },
  });

  async function refuse(reply: FastifyReply, failure: ContextFailure): Promise<FastifyReply> {
    events.webhookRefused(400, failure);
    const message = failure.sentence ?? `${failure.field} is not as expected; it has to be ${failure.expected}.`;
    return reply.code(400).send({ error: { code: 'invalid-context', field: failure.field, message } });
  }
}
