import type { RowId } from '@pmds/contracts/ids';
import type { PageScripts } from '../../ports/pages/page-scripts.js';
import type { Storage } from '../../ports/store/storage.js';
import type { WebFormSnippets } from '../../ports/pages/web-form-snippets.js';

interface WriteSnippetsDependencies {
  readonly storage: Pick<Storage, 'read'>;
  readonly snippets: WebFormSnippets;
  /** `null` where the service does not know its public address, or has no script: then nothing can be pasted. */
  readonly snippet: string | null;
}

/**
 * Puts what is to be pasted onto the record of each web form. A record is looked at when the service starts and when it
 * has changed, so that a look without changes asks nobody.
 */
export function writingSnippets({
  storage,
  snippets,
  snippet,
}: WriteSnippetsDependencies): (signal: AbortSignal) => Promise<void> {
  const seen = new Map<RowId, string>();
  return async (signal) => {
    if (snippet === null) return;
    const unseen = (await storage.read.webForms.versions()).filter(({ id, version }) => seen.get(id) !== version);
    if (unseen.length === 0) return;
    const held = await snippets.read(
      unseen.map(({ id }) => id),
      signal,
    );
    for (const { id, version } of unseen) {
      const now = held.get(id);
      if (now !== undefined && now !== snippet) await snippets.write(id, snippet, signal);
      seen.set(id, version);
    }
  };
}

/**
 * The element that a page pastes: this version of the script and no other, without the page's address for whoever serves
 * it. Pages that name an older version go on with that one.
 * @param service public address of the service, without a slash at its end.
 */
export function snippetOf(service: string, { version, integrity }: NonNullable<PageScripts['current']>): string {
  return (
    `<script src="${service}/prefill/${version}/prefill.js" integrity="${integrity}" crossorigin="anonymous" ` +
    `referrerpolicy="no-referrer" data-bridge="${service}" defer></script>`
  );
}
