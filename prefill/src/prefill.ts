import { takeTokenFromAddress } from './link.js';
import { createMemory } from './memory.js';
import type { PrefillDetail } from './report.js';
import { startVisit } from './visit.js';

/**
 * Fills in the web form that a recipient's link opened:
 *
 *     <script src="prefill.js" data-bridge="https://sync.example.com" defer></script>
 *
 * `docs/web-forms.md` says which fields are found and what the page hears. A page that only embeds the form names the frame
 * instead, `data-frame="#form"`, and the token is handed on to it.
 */
export interface PmdsPrefill {
  /** Resolves with the columns that were filled in for the link opened last, whatever came of it. */
  readonly ready: Promise<readonly string[]>;
  /** Fills a part of the page once more, for pages that replace their form. What somebody has touched stays. */
  fill(root?: ParentNode): Promise<readonly string[]>;
}

declare global {
  interface Window {
    pmdsPrefill?: PmdsPrefill;
  }
  interface DocumentEventMap {
    'pmds:prefill': CustomEvent<PrefillDetail>;
  }
}

// Included twice (by the page and by a tag manager) it works once.
if (window.pmdsPrefill === undefined) {
  // At once and before anything can fail.
  let token = takeTokenFromAddress();
  const memory = createMemory();
  memory.watch(document);
  let visit = startVisit(token, memory);

  /** The same page may be opened by another link without being loaded again. */
  const look = (): void => {
    const next = takeTokenFromAddress();
    if (next === null || (next === token && !visit.hasFailed())) return;
    // What somebody typed before the first link is theirs.
    if (token !== null) visit.end();
    token = next;
    visit = startVisit(next, memory);
  };
  for (const name of ['hashchange', 'popstate', 'pageshow']) window.addEventListener(name, look, true);

  window.pmdsPrefill = {
    get ready() {
      return visit.ready;
    },
    fill(root = document) {
      look();
      return visit.fill(root);
    },
  };
}
