import { DataverseError } from '../model/dataverse-error.js';
import { documentedLimits, type Limits } from '../limits/service-protection.js';
import { faultKinds, type FaultOrder } from '../limits/faults.js';
import { guidOfName } from '../model/guid.js';
import { giveRoles } from '../identity/give-roles.js';
import { makeApplicationUser } from '../identity/seed-users.js';
import { adminJson, numberOf, oneOf, type AdminRoute } from './admin-route.js';

const ok = () => adminJson({ ok: true });

export const behaviourRoutes: readonly AdminRoute[] = [
  {
    method: 'POST',
    path: 'throttle',
    summary:
      '{"count":n,"retryAfter":s,"kind":"requests|time|concurrency"}: the next n Web API requests are answered 429.',
    async run({ organisation, json }) {
      const body = await json();
      const kind = oneOf(body, 'kind', ['requests', 'time', 'concurrency'], 'requests');
      organisation.throttle.order(numberOf(body, 'count', 1), numberOf(body, 'retryAfter', 1), kind);
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'faults',
    summary:
      '{"kind":"status|reset|truncate|half|slow|not-json|page|redirect|empty|sign-in|claims","status":503,"code":"0x…","retryAfter":"text","part":false,"count":n,"match":"part of the URL","afterMatches":k,"milliseconds":n}; of the Web API, of parts of a $batch, and of the token endpoint.',
    async run({ organisation, json }) {
      const body = await json();
      const { match, retryAfter, code } = body;
      const order: FaultOrder = {
        kind: oneOf(body, 'kind', faultKinds),
        ...(body['status'] === undefined ? {} : { status: numberOf(body, 'status') }),
        count: numberOf(body, 'count', 1),
        afterMatches: numberOf(body, 'afterMatches', 0),
        milliseconds: numberOf(body, 'milliseconds', 2000),
        ...(typeof match === 'string' ? { match } : {}),
        ...(body['part'] === true ? { part: true } : {}),
        ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
        ...(typeof code === 'string' ? { code } : {}),
      };
      organisation.faults.add(order);
      return ok();
    },
  },
  {
    method: 'GET',
    path: 'faults',
    summary:
      'How many requests and parts have suffered a fault, and what has not happened yet: orders that are left, each with its count, and requests still to be answered 429.',
    run: ({ organisation: { faults, throttle } }) =>
      adminJson({ fired: faults.fired, pending: faults.pending, throttle: throttle.left }),
  },
  {
    method: 'DELETE',
    path: 'faults',
    summary: 'Forgets faults that have not happened yet; answers that are being sent slowly come at once.',
    run({ organisation }) {
      organisation.faults.clear();
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'page-time',
    summary:
      '{"ms":n}: simulated server time of a page of rows of a table with more than 1,000 rows, of pages that are held, too.',
    async run({ organisation, json }) {
      organisation.behaviour.pageMs = numberOf(await json(), 'ms');
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'limits',
    summary:
      '{"on":true,"requests":6000,"executionSeconds":1200,"concurrent":52,"windowSeconds":300}: the service protection model; counting starts anew.',
    async run({ organisation, json }) {
      const body = await json();
      const limits: Limits = {
        on: body['on'] !== false,
        requests: numberOf(body, 'requests', documentedLimits.requests),
        executionSeconds: numberOf(body, 'executionSeconds', documentedLimits.executionSeconds),
        concurrent: numberOf(body, 'concurrent', documentedLimits.concurrent),
        windowSeconds: numberOf(body, 'windowSeconds', documentedLimits.windowSeconds),
      };
      organisation.protection.limits = limits;
      organisation.protection.reset();
      return adminJson(limits);
    },
  },
  {
    method: 'POST',
    path: 'dop-hint',
    summary: '{"hint":n}: value of the x-ms-dop-hint header.',
    async run({ organisation, json }) {
      organisation.behaviour.dopHint = numberOf(await json(), 'hint');
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'clock',
    summary:
      '{"now":"2026-01-31T08:00:00Z"}: moves the organisation\'s clock, which goes on from there; {} puts it back.',
    async run({ organisation, json }) {
      const { now } = await json();
      const at = now === undefined ? Date.now() : Date.parse(typeof now === 'string' ? now : '');
      if (Number.isNaN(at)) throw new DataverseError(400, '', '"now" must be a date such as 2026-01-31T08:00:00Z.');
      organisation.behaviour.clockOffsetMs = at - Date.now();
      return adminJson({ now: organisation.store.now().toISOString() });
    },
  },
  {
    method: 'POST',
    path: 'webhooks',
    summary: '{"delayMs":n,"duplicate":true,"lose":n}: trouble with asynchronous webhooks; {} ends it.',
    async run({ organisation, json }) {
      const body = await json();
      organisation.webhooks.trouble = {
        delayMs: numberOf(body, 'delayMs', 0),
        duplicate: body['duplicate'] === true,
        lose: numberOf(body, 'lose', 0),
      };
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'settings',
    summary: '{"allowUnresolvedRecipients":true}: an e-mail may go to addresses without a record.',
    async run({ organisation, json }) {
      const { allowUnresolvedRecipients } = await json();
      if (typeof allowUnresolvedRecipients !== 'boolean') {
        throw new DataverseError(400, '', '"allowUnresolvedRecipients" must be true or false.');
      }
      const allowed = { allowunresolvedpartiesonemailsend: allowUnresolvedRecipients };
      organisation.store.update('organization', organisation.organizationId, allowed);
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'tokens',
    summary: '{"expiresIn":seconds} for tokens issued from now on; {"revoke":true} refuses all issued so far.',
    async run({ organisation, json }) {
      const body = await json();
      if (body['revoke'] === true) organisation.tokens.revokeAll();
      if (body['expiresIn'] !== undefined) organisation.tokens.lifetimeSeconds = numberOf(body, 'expiresIn');
      return ok();
    },
  },
  {
    method: 'POST',
    path: 'clients',
    summary:
      '{"clientId","clientSecret","name","roles":["…"]}: an app registration; with roles also its application user.',
    async run({ organisation, json }) {
      const body = await json();
      const { clientId, clientSecret, roles, name } = body;
      if (typeof clientSecret !== 'string') throw new DataverseError(400, '', '"clientSecret" must be a text.');
      const id = typeof clientId === 'string' ? clientId.toLowerCase() : guidOfName(`client:${String(name)}`);
      organisation.registrations.register(id, clientSecret);
      if (!Array.isArray(roles)) return adminJson({ clientId: id });
      const userId = makeApplicationUser(organisation.store, id, typeof name === 'string' ? name : `# ${id}`);
      giveRoles(organisation.store, userId, roles.map(String));
      return adminJson({ clientId: id, userId });
    },
  },
];
