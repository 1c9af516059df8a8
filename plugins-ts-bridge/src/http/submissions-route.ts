import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  acceptSubmission,
  type AcceptDependencies,
  type SubmitRefusal,
} from '../application/responses/accept-submission.js';
import type { RequestEvents } from '../events.js';
import { admitted, refuse, registerPreflight, type PrefillRouteDependencies } from './prefill-route.js';
import { sendProblem, sendRefusal } from './problem.js';

const submissionsPath = '/v1/submissions';
/** Texts of people; a page sends no files here. */
const maxSubmissionBytes = 64 * 1024;

export interface SubmissionsRouteDependencies
  extends AcceptDependencies, Pick<PrefillRouteDependencies, 'pageOrigins' | 'rates'> {
  readonly events: RequestEvents;
}

/** Takes what a form sent, by the link that opened it. What is answered with 202 is on disk. */
export function registerSubmissionsRoute(app: FastifyInstance, dependencies: SubmissionsRouteDependencies): void {
  const { events } = dependencies;
  registerPreflight(app, submissionsPath, { methods: 'POST', headers: 'authorization, content-type' }, dependencies);
  app.post(submissionsPath, {
    bodyLimit: maxSubmissionBytes,
    handler: async (request, reply) => {
      const token = await admitted(request, reply, dependencies);
      if (typeof token !== 'string') return refuse(reply, token, events);
      const { origin } = request.headers;
      const accepted = await acceptSubmission(
        { token, origin: origin ?? null, client: request.ip, body: request.body },
        dependencies,
      );
      if (!accepted.ok) return refuseSubmit(reply, accepted.failure);
      const { id, aside } = accepted.value;
      events.submitAccepted(aside);
      return reply.code(202).send({ id, state: 'received' });
    },
  });

  async function refuseSubmit(reply: FastifyReply, refusal: SubmitRefusal): Promise<FastifyReply> {
    events.submitRefused(refusal.code);
    switch (refusal.code) {
      case 'form-not-described':
        return sendProblem(reply, 404, refusal.code, 'The form of this link takes nothing. Describe it as a Web Form.');
      case 'id-taken':
        return sendProblem(
          reply,
          409,
          refusal.code,
          'The id belongs to another submit. Make a new id for each submit.',
        );
      case 'body-invalid':
        return sendRefusal(reply, 'body-invalid', refusal.field);
      case 'too-many-requests':
        return sendRefusal(reply.header('retry-after', refusal.retryAfterSeconds), refusal.code);
      default:
        return sendRefusal(reply, refusal.code);
    }
  }
}
