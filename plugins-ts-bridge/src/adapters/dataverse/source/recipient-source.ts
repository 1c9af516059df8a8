import type { RecipientSource } from '../../../ports/recipient-source.js';
import type { DataverseClient } from '../http/client.js';
import { DataverseLists } from './list-reads.js';
import { DataverseMembers } from './member-reads.js';
import { PageFetcher } from './page-fetcher.js';
import { DataverseChecks } from './source-checks.js';

interface RecipientSourceOptions {
  readonly client: DataverseClient;
  /** Rows of a page, at most 5,000. */
  readonly pageRows: number;
}

export function createRecipientSource({ client, pageRows }: RecipientSourceOptions): RecipientSource {
  const pages = new PageFetcher(client);
  return {
    checks: new DataverseChecks(client, pages),
    lists: new DataverseLists(pages, pageRows),
    members: new DataverseMembers(client, pages, pageRows),
    pace: {
      pageRows,
      pageMs: (flow) => pages.pageMs(flow),
      get concurrency() {
        return client.concurrency;
      },
      get waiting() {
        return client.pause;
      },
    },
  };
}
