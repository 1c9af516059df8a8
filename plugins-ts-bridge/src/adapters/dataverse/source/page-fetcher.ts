import type { PagePosition, SourceCall } from '../../../ports/recipient-source.js';
import { batchRead, longestUrl } from '../http/batch.js';
import type { CallPurpose, DataverseClient } from '../http/client.js';
import { preferAnnotations, readValues, type PageReader, type ReadPage } from './fetchxml/pages/page-reply.js';
import { asRunError, type ReadSubject } from './source-failures.js';

export interface PageToFetch {
  readonly set: string;
  readonly fetchXml: string;
  readonly at: PagePosition | null;
  readonly subject: ReadSubject;
  readonly purpose: CallPurpose;
  readonly annotations?: readonly string[];
  readonly call: SourceCall;
}

/** Answers of a run that say how long a page takes. */
const recentAnswers = 16;
/** Answers remembered for that, of all runs together. */
const answersRemembered = 64;

/** One FetchXML page over HTTP, with failures in the run's words. */
export class PageFetcher {
  readonly #client: DataverseClient;
  #recent: readonly { readonly flow: string; readonly ms: number }[] = [];

  constructor(client: DataverseClient) {
    this.#client = client;
  }

  /**
   * How long a page takes by itself, as a run has seen it; before its first page, what finding the ends of the lists took,
   * and 0 before that. The quickest of late: what pages wait for each other on a server that is busy with ours, or that
   * has to warm up, would not get less by asking for more at a time.
   */
  pageMs(flow: string): number {
    const own = this.#recent.filter((answer) => answer.flow === flow).slice(0, recentAnswers);
    return own.length === 0 ? 0 : Math.min(...own.map((answer) => answer.ms));
  }

  /** @param reader Gets one row at a time; what it makes of them is all that stays of the page. */
  fetch<Value>(page: PageToFetch, reader: PageReader<Value>): Promise<ReadPage<Value>> {
    return this.guard(page.subject, () => {
      const asked = performance.now();
      return this.#ask(page, (bytes) => {
        this.#remember(page, performance.now() - asked);
        return readValues(bytes, page.at, reader);
      });
    });
  }

  #remember({ purpose, call }: PageToFetch, ms: number): void {
    if (purpose !== 'membership' && purpose !== 'members' && purpose !== 'span') return;
    this.#recent = [{ flow: call.flow, ms }, ...this.#recent.slice(0, answersRemembered - 1)];
  }

  /** Runs something and turns what Dataverse refuses into failures of the run. */
  async guard<Value>(subject: ReadSubject, action: () => Promise<Value>): Promise<Value> {
    try {
      return await action();
    } catch (error) {
      throw asRunError(error, subject);
    }
  }

  #ask<Value>(
    { set, fetchXml, purpose, annotations, call }: PageToFetch,
    read: (bytes: Buffer) => Value,
  ): Promise<Value> {
    const path = `${set}?fetchXml=${encodeURIComponent(fetchXml)}`;
    const prefer = preferAnnotations(...(annotations ?? []));
    if (path.length > longestUrl) {
      return batchRead(this.#client, [path], { purpose, prefer, ...call }, ([answer]) => {
        if (answer?.refusal !== null) throw answer?.refusal ?? new SyntaxError('A $batch was answered without parts.');
        return read(Buffer.from(answer.body));
      });
    }
    const request = { method: 'GET', path, purpose, headers: { prefer }, ...call } as const;
    return this.#client.read(request, ({ bytes, body, giveBack }) => {
      try {
        return read(bytes ?? Buffer.from(body));
      } finally {
        giveBack?.();
      }
    });
  }
}
