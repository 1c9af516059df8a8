import { systemClock } from '@pmds/bridge/adapters/clock';
import { Governor } from '@pmds/bridge/adapters/dataverse/http/governor';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import type { MemberPage, MemberPageRequest, SourceCall, TakeRecord } from '@pmds/bridge/ports/recipient-source';
import { FakeDataverse } from './fake-dataverse';

async function aMoment(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, 2));
}

/**
 * Pages of members wait for their turn as at the application user of a client. A page is served when everybody waits who
 * will, so that whose turn is next depends on the rule alone, not on who is how quick.
 */
export class LineOfPages extends FakeDataverse {
  /** Whose pages were served, in their order. */
  readonly served: string[] = [];
  /** Whether all who will wait are waiting. */
  allWait: (waiting: number) => Promise<boolean> = () => Promise.resolve(true);
  readonly #governor: Governor;
  /** Pages that have a place, the first to leave it first. */
  readonly #inPlaces: symbol[] = [];
  #waiting = 0;

  readonly #planned = new Set<string>();
  readonly #runs: number;

  /** @param options `places`: pages at a time. `runs`: none reads its first page before so many know what they will read. */
  constructor({ places, runs }: { readonly places: number; readonly runs: number }) {
    super({ pageRows: 5, concurrency: places });
    // Quick ones, which are not cut into many small ranges.
    this.pageTakesMs = 1;
    this.#runs = runs;
    this.#governor = new Governor({ clock: systemClock, initial: places });
  }

  /** By when its members were created a run plans its ranges, the last thing before it reads. */
  override async createdOn(table: SelectableTable, ids: readonly RowId[], call?: SourceCall): Promise<readonly Date[]> {
    this.#planned.add(call?.flow ?? '');
    while (this.#planned.size < this.#runs) await aMoment(call?.signal);
    return super.createdOn(table, ids);
  }

  override async memberPage<Value>(
    request: MemberPageRequest,
    take: TakeRecord<Value>,
    call?: SourceCall,
  ): Promise<MemberPage<Value>> {
    if (call === undefined) throw new Error('Nobody asks for this page.');
    this.#waiting += 1;
    try {
      const leave = await this.#governor.enter(call);
      const page = Symbol(call.flow);
      this.served.push(call.flow);
      this.#inPlaces.push(page);
      try {
        await this.#everybody(page, call.signal);
      } finally {
        this.#inPlaces.splice(this.#inPlaces.indexOf(page), 1);
        leave();
      }
    } finally {
      this.#waiting -= 1;
    }
    return super.memberPage(request, take);
  }

  async #everybody(page: symbol, signal: AbortSignal): Promise<void> {
    while (this.#inPlaces[0] !== page || !(await this.allWait(this.#waiting))) {
      await aMoment(signal);
    }
  }
}
