import type { PagePosition, SourceCall } from '../../ports/recipient-source.js';
import { batchGet } from './batch.js';
import type { CallPurpose, DataverseClient } from './client.js';
import { DataverseError } from './errors.js';
import { preferAnnotations, readPage, type PageReply } from './fetchxml/page-reply.js';
import { asRunError, type ReadSubject } from './source-failures.js';

export interface FetchedPage {
  readonly set: string;
  readonly fetchXml: string;
  readonly at: PagePosition | null;
  readonly subject: ReadSubject;
  readonly purpose: CallPurpose;
  readonly annotations?: readonly string[];
  readonly call: SourceCall;
}

/** Longer URLs go inside a `$batch`; Dataverse takes 32,768 characters, proxies on the way often less. */
const longestUrl = 16_000;
/** A body that is cut off or is a proxy's page is asked for again before it ends a run. */
const attempts = 3;

/** One FetchXML page over HTTP, with failures in the run's words. */
export class PageFetcher {
  readonly #client: DataverseClient;

  constructor(client: DataverseClient) {
    this.#client = client;
  }

  fetch(page: FetchedPage): Promise<PageReply> {
    return this.guard(page.subject, async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return readPage(await this.#json(page), page.at);
        } catch (error) {
          const broken = error instanceof DataverseError && error.code === 'not-json';
          if (!broken || attempt === attempts) throw error;
        }
      }
    });
  }

  /** Runs something and turns what Dataverse refuses into failures of the run. */
  async guard<Value>(subject: ReadSubject, action: () => Promise<Value>): Promise<Value> {
    try {
      return await action();
    } catch (error) {
      throw asRunError(error, subject);
    }
  }

  async #json({ set, fetchXml, purpose, annotations, call }: FetchedPage): Promise<unknown> {
    const path = `${set}?fetchXml=${encodeURIComponent(fetchXml)}`;
    const prefer = preferAnnotations(...(annotations ?? []));
    if (path.length <= longestUrl) {
      return (await this.#client.request({ method: 'GET', path, purpose, headers: { prefer }, ...call })).json;
    }
    const [answer] = await batchGet(this.#client, [path], { purpose, prefer, ...call });
    return parseAnswer(answer?.status ?? 0, answer?.body ?? '');
  }
}

function parseAnswer(status: number, body: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw new DataverseError(
      'Dataverse answered a page request with a body that is not JSON.',
      { code: 'not-json', status },
      { cause },
    );
  }
  if (status < 400) return json;
  const error = (json as { readonly error?: { readonly code?: string; readonly message?: string } } | null)?.error;
  throw new DataverseError(error?.message ?? `A page request was answered with ${status}.`, {
    code: status === 403 ? 'forbidden' : status >= 500 ? 'unavailable' : 'refused',
    status,
    platformCode: error?.code ?? '',
  });
}
