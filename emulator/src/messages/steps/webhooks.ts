import { randomUUID } from 'node:crypto';
import type { Store } from '../../data/store.js';
import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { UserCaller } from '../../identity/user-caller.js';
import type { Message } from '../../write/units/unit.js';
import { withBulkMessages } from '../bulk-messages.js';
import { executionContext } from './execution-context.js';
import { allSteps, type StepOptions } from './step-options.js';
import { hasSteps, stepsFor, type Step } from './steps.js';
import { SystemJobs } from './system-jobs.js';
import { sendWebhook, type WebhookResult } from './webhook-sender.js';

/** Trouble that can be switched on by the admin path: what the platform says may happen to asynchronous calls. */
interface DeliveryTrouble {
  /** Asynchronous calls wait so long before they are made. */
  readonly delayMs: number;
  /** Asynchronous calls are made twice. */
  readonly duplicate: boolean;
  /** So many asynchronous calls are lost; their jobs stay in progress. */
  readonly lose: number;
}

interface Caller {
  readonly organizationId: string;
  readonly organizationName: string;
}

/** One call of a step. */
interface Delivery {
  readonly step: Step;
  readonly message: Message;
  readonly caller: UserCaller;
  readonly tag: string | null;
}

/** Calls the webhooks registered on messages: synchronous ones within the transaction, asynchronous ones as system jobs after it. */
export class Webhooks {
  trouble: DeliveryTrouble = { delayMs: 0, duplicate: false, lose: 0 };
  readonly #store: Store;
  readonly #jobs: SystemJobs;
  readonly #organisation: Caller;
  readonly #pending = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(store: Store, organisation: Caller) {
    this.#store = store;
    this.#jobs = new SystemJobs(store);
    this.#organisation = organisation;
  }

  hasSynchronous(messages: readonly Message[]): boolean {
    return this.#heard(messages).some((message) => stepsFor(this.#store, message).some((step) => step.mode === 0));
  }

  /** @throws DataverseError 400 when an endpoint fails: the triggering call fails with it. */
  async callSynchronous(
    messages: readonly Message[],
    caller: UserCaller,
    { tag }: StepOptions = allSteps,
  ): Promise<void> {
    for (const message of this.#heard(messages)) {
      for (const step of stepsFor(this.#store, message)) {
        if (step.mode !== 0) continue;
        const result = await this.#send({ step, message, caller, tag }, randomUUID(), randomUUID());
        if (!result.ok) throw new DataverseError(400, '0x80040265', `${result.reason} Step: ${step.name}.`);
      }
    }
  }

  /** Stores a system job per asynchronous step, then makes the calls without anybody waiting for them. */
  queueAsynchronous(messages: readonly Message[], caller: UserCaller, { tag }: StepOptions = allSteps): void {
    for (const message of this.#heard(messages)) {
      for (const step of stepsFor(this.#store, message)) {
        if (step.mode !== 1) continue;
        const correlationId = randomUUID();
        const jobId = this.#jobs.create(step, message, correlationId, caller.userId);
        this.#track(this.#runJob(jobId, { step, message, caller, tag }, correlationId));
      }
    }
  }

  /** With the bulk messages that single ones are as well, where anybody may listen. */
  #heard(messages: readonly Message[]): readonly Message[] {
    return hasSteps(this.#store) ? withBulkMessages(messages) : [];
  }

  /** Resolves when no asynchronous call is under way any more. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.settled();
  }

  async #runJob(jobId: string, delivery: Delivery, correlationId: string): Promise<void> {
    const { delayMs, duplicate, lose } = this.trouble;
    await pause(delayMs, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.#jobs.start(jobId);
    if (lose > 0) {
      this.trouble = { ...this.trouble, lose: lose - 1 };
      return;
    }
    const result = await this.#send(delivery, correlationId, jobId);
    if (duplicate) await this.#send(delivery, correlationId, jobId);
    if (result.ok) this.#jobs.succeed(jobId, delivery.step.deletesItsJob);
    else this.#jobs.fail(jobId, result.reason, result.attempts - 1);
  }

  async #send(
    { step, message, caller, tag }: Delivery,
    correlationId: string,
    operationId: string,
  ): Promise<WebhookResult> {
    const { text, tooLarge } = executionContext(this.#store.model, {
      message,
      stepId: step.id,
      stepName: step.name,
      mode: step.mode,
      stage: step.stage,
      userId: caller.userId,
      initiatingUserId: caller.onBehalfBy ?? caller.userId,
      businessUnitId: caller.businessUnitId,
      ...this.#organisation,
      correlationId,
      operationId,
      operationCreatedOn: this.#store.now(),
      tag,
      primaryRow: step.mode === 1 ? this.#rowOf(message) : null,
    });
    return sendWebhook({
      endpoint: step.endpoint,
      body: text,
      headers: {
        'x-ms-dynamics-organization': this.#organisation.organizationName,
        'x-ms-dynamics-entity-name': message.table,
        'x-ms-dynamics-request-name': message.name,
        'x-ms-correlation-request-id': correlationId,
        ...(tooLarge ? { 'x-ms-dynamics-msg-size-exceeded': 'true' } : {}),
      },
      signal: this.#stop.signal,
    });
  }

  #rowOf({ table, id }: Message): RowObject | null {
    if (id === null || this.#store.model.findTable(table) === undefined) return null;
    return this.#store.get(table, id) ?? null;
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }
}

/** Waits, but not longer than until the organisation stops. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
