import type { FastifyInstance } from 'fastify';
import { prefillByCode, sendCode, type VerificationDependencies } from '../application/prefill/verification.js';
import { admitted, refuse, registerPreflight, type PrefillRouteDependencies } from './prefill-route.js';
import { sendRefusal } from './problem.js';

const codePath = '/v1/prefill/code';
const verifyPath = '/v1/prefill/verify';

export type VerificationRouteDependencies = PrefillRouteDependencies & VerificationDependencies;

/** Mails a code to the person on record, and shows to who types it what is held back until then. */
export function registerVerificationRoutes(app: FastifyInstance, dependencies: VerificationRouteDependencies): void {
  const { events } = dependencies;
  for (const path of [codePath, verifyPath]) {
    registerPreflight(app, path, { methods: 'POST', headers: 'authorization, content-type' }, dependencies);
  }

  app.post(codePath, async (request, reply) => {
    const token = await admitted(request, reply, dependencies);
    if (typeof token !== 'string') return refuse(reply, token, events);
    const origin = request.headers.origin ?? null;
    const sent = await sendCode({ token, origin, client: request.ip }, dependencies);
    if (!sent.ok) return refuse(reply, sent.failure, events);
    events.codeSent();
    return reply.code(202).send(sent.value);
  });

  app.post(verifyPath, async (request, reply) => {
    const token = await admitted(request, reply, dependencies);
    if (typeof token !== 'string') return refuse(reply, token, events);
    const code = codeOf(request.body);
    if (code === null) {
      events.prefillRefused('body-invalid');
      return sendRefusal(reply, 'body-invalid', { name: 'code', expected: 'the six digits of the mail, as text' });
    }
    const origin = request.headers.origin ?? null;
    const answer = await prefillByCode({ token, origin, client: request.ip, code }, dependencies);
    if (!answer.ok) return refuse(reply, answer.failure, events);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.value));
  });
}

function codeOf(body: unknown): string | null {
  const code: unknown = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  // People type what they see, with a blank in the middle.
  const digits = typeof code === 'string' ? code.replace(/[\s-]/g, '') : '';
  return /^\d{6}$/.test(digits) ? digits : null;
}
