import { findUser, signInCookie } from '../identity/sign-in.js';
import { features } from './features.js';
import { mailboxPage } from './mailbox-page.js';
import { adminJson, type AdminRoute } from './admin-route.js';

export const viewRoutes: readonly AdminRoute[] = [
  {
    method: 'GET',
    path: 'calls',
    summary: 'Web API requests since the start or the last reset: total, by kind, pages, most at once, 429s.',
    run: ({ organisation }) => adminJson(organisation.calls.counts),
  },
  {
    method: 'POST',
    path: 'calls/reset',
    summary: 'Counts from zero.',
    run({ organisation }) {
      organisation.calls.reset();
      return adminJson({ ok: true });
    },
  },
  {
    method: 'GET',
    path: 'state',
    summary: 'What is switched on: clock, page time, limits, faults and triggers that wait.',
    run: ({ organisation }) =>
      adminJson({
        now: organisation.store.now().toISOString(),
        ...organisation.behaviour,
        limits: organisation.protection.limits,
        throttle: organisation.throttle.left,
        faults: organisation.faults.pending,
        triggers: organisation.triggers.waiting,
        webhooks: organisation.webhooks.trouble,
      }),
  },
  {
    method: 'GET',
    path: 'features',
    summary: 'What the local Dataverse has, from its code.',
    run: () => adminJson(features()),
  },
  {
    method: 'GET',
    path: 'mailbox',
    summary: 'Page of the e-mails that were sent.',
    run: ({ organisation }) => ({
      status: 200,
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
      body: mailboxPage(organisation.mailbox.mails()),
    }),
  },
  {
    method: 'GET',
    path: 'mailbox.json',
    summary: 'The same as JSON.',
    run: ({ organisation }) => adminJson(organisation.mailbox.mails()),
  },
  {
    method: 'GET',
    path: 'sign-in',
    summary: '?user=<id, full name or user name>: signs the browser in to the app shell.',
    run({ organisation, url }) {
      const user = findUser(organisation.store, url.searchParams.get('user') ?? '');
      return adminJson(user, 200, { 'Set-Cookie': signInCookie(user.userId) });
    },
  },
];
