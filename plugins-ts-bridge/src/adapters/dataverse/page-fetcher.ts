import type { PagePosition, SourceCall } from '../../ports/recipient-source.js';
import { batchGet } from './http/batch.js';
import type { CallPurpose, DataverseClient } from './http/client.js';
import { DataverseError } from './http/errors.js';
import { preferAnnotations, readValues, type PageReader, type ReadPage } from './fetchxml/page-reply.js';
import { asRunError, type ReadSubject } from './source-failures.js';
import type { TransportReply } from './http/transport.js';

export interface PageToFetch {
  readonly set: string;
  readonly fetchXml: string;
  readonly at: PagePosition | null;
  readonly subject: ReadSubject;
  readonly purpose: CallPurpose;
  readonly annotations?: readonly string[];
  readonly call: SourceCall;
}

/** Longer URLs go inside a `$batch`; Dataverse takes 32,768 characters, proxies on the way often only 16 KB. */
const longestUrl = 15_000;
/** Answers of a run that say how long a page takes. */
const recentAnswers = 16;
/** Answers remembered for that, of all runs together. */
const answersRemembered = 64;
/** A body that is cut off or is a proxy's page is asked for again before it ends a run. */
const attempts = 3;

/** A page as it came, and how to give its memory back once it is read. */
type PageBytes = { readonly bytes: Buffer } & Pick<TransportReply, 'giveBack'>;

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
    return this.guard(page.subject, async () => {
      for (let attempt = 1; ; attempt += 1) {
        const asked = performance.now();
        const { bytes, giveBack } = await this.#bytes(page);
        this.#remember(page, performance.now() - asked);
        try {
          return readValues(bytes, page.at, reader);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          if (attempt === attempts) throw notJson(error);
        } finally {
          giveBack?.();
        }
      }
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

  async #bytes({ set, fetchXml, purpose, annotations, call }: PageToFetch): Promise<PageBytes> {
    const path = `${set}?fetchXml=${encodeURIComponent(fetchXml)}`;
    const prefer = preferAnnotations(...(annotations ?? []));
    if (path.length <= longestUrl) {
      const reply = await this.#client.requestText({ method: 'GET', path, purpose, headers: { prefer }, ...call });
      return reply.bytes === undefined ? { bytes: Buffer.from(reply.body) } : (reply as PageBytes);
    }
    const [answer] = await batchGet(this.#client, [path], { purpose, prefer, ...call });
    const { status, body } = answer ?? { status: 0, body: '' };
    if (status >= 400) throw refusedPart(status, body);
    return { bytes: Buffer.from(body) };
  }
}

function notJson(cause: SyntaxError): DataverseError {
  const message = 'Dataverse answered a page request with a body that is not JSON.';
  return new DataverseError(message, { code: 'not-json', status: 200 }, { cause });
}

function refusedPart(status: number, body: string): DataverseError {
  let said: { readonly code?: string; readonly message?: string } | undefined;
  try {
    said = (JSON.parse(body) as { readonly error?: { readonly code?: string; readonly message?: string } } | null)
      ?.error;
  } catch {
    // Without a readable body the status says what there is to say.
  }
  return new DataverseError(said?.message ?? `A page request was answered with ${status}.`, {
    code: status === 403 ? 'forbidden' : status >= 500 ? 'unavailable' : 'refused',
    status,
    platformCode: said?.code ?? '',
    retry: status >= 500 ? { afterMs: 0 } : null,
  });
}
