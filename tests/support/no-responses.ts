import type { OutboxHandler, ResponseHandlers } from '@pmds/bridge/ports/outbox';

const none: OutboxHandler<'submission' | 'submission-review' | 'link-state'> = {
  deliver: () => Promise.reject(new Error('Nothing was sent by a form here.')),
};

/** For what is told of runs alone. */
export const noResponses: ResponseHandlers = { submission: none, 'submission-review': none, 'link-state': none };
