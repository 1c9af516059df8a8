import type { Store } from '../../data/store.js';
import { dateText } from '../../data/value.js';
import type { Message } from '../../write/units/unit.js';
import type { Step } from './steps.js';

/** `asyncoperation.statecode` and `.statuscode`. https://learn.microsoft.com/power-apps/developer/data-platform/asynchronous-service */
const jobStates = {
  waiting: { statecode: 0, statuscode: 0 },
  inProgress: { statecode: 2, statuscode: 20 },
  succeeded: { statecode: 3, statuscode: 30 },
  failed: { statecode: 3, statuscode: 31 },
} as const;

/** The row under which the platform keeps one run of an asynchronous step. */
export class SystemJobs {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  create(step: Step, message: Message, correlationId: string, ownerId: string): string {
    return this.#store.insert(
      'asyncoperation',
      this.#known({
        name: step.name,
        operationtype: 1,
        messagename: message.name,
        primaryentitytype: message.table === 'none' ? null : message.table,
        owningextensionid: step.id,
        correlationid: correlationId,
        ownerid: ownerId,
        retrycount: 0,
        ...jobStates.waiting,
      }),
    );
  }

  start(id: string): void {
    this.#update(id, { ...jobStates.inProgress, startedon: dateText(this.#store.now()) });
  }

  /** @param deleteIt as `asyncautodelete` of the step says: a job that succeeded leaves no row. */
  succeed(id: string, deleteIt: boolean): void {
    if (deleteIt) this.#store.delete('asyncoperation', id);
    else this.#update(id, { ...jobStates.succeeded, completedon: dateText(this.#store.now()) });
  }

  fail(id: string, reason: string, retries: number): void {
    this.#update(id, {
      ...jobStates.failed,
      completedon: dateText(this.#store.now()),
      message: reason,
      friendlymessage: reason,
      errorcode: -2147220970,
      retrycount: retries,
    });
  }

  #update(id: string, values: Record<string, string | number>): void {
    this.#store.update('asyncoperation', id, this.#known(values));
  }

  /** Leaves out columns that the organisation's table does not have. */
  #known<T>(values: Record<string, T>): Record<string, T> {
    const { columns } = this.#store.model.table('asyncoperation');
    return Object.fromEntries(Object.entries(values).filter(([name]) => columns.has(name)));
  }
}
