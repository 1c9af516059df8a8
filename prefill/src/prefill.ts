import { keep } from './keep.js';
import { takeTokenFromAddress } from './link.js';
import type { createPageForm, PageForm } from './form/fill.js';
import type { EarlyInput } from './form/memory.js';
import { loadPart } from './load-part.js';
import type { submit } from './parts/submit.js';
import type { verify } from './parts/verify.js';
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
  /** What the files beside this one bring. */
  readonly parts: { fill?: typeof createPageForm; verify?: typeof verify; submit?: typeof submit };
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
if (!window.pmdsPrefill) {
  // At once and before anything can fail.
  let token = takeTokenFromAddress();
  const early: EarlyInput[] = [];
  const hear = (event: Event) => early.push([event.composedPath()[0], event.isTrusted]);
  for (const name of ['input', 'change']) document.addEventListener(name, hear, true);
  const parts: PmdsPrefill['parts'] = {};
  let opening: Promise<PageForm> | null = null;
  const forms = async (): Promise<PageForm> => {
    if (!parts.fill) await loadPart('fill');
    if (!parts.fill) throw new Error('fill.js did not run.');
    for (const name of ['input', 'change']) document.removeEventListener(name, hear, true);
    return parts.fill(early);
  };
  const onceForms = () => {
    opening =
      opening ||
      forms().catch((failure: unknown) => {
        // The next link tries again.
        opening = null;
        throw failure;
      });
    return opening;
  };
  let visit = startVisit(token, onceForms);

  const start = (next: string | null, typed: boolean): void => {
    visit.end(typed);
    token = next;
    visit = startVisit(next, onceForms);
  };
  /** The same page may be opened by another link without being loaded again. */
  const look = (): void => {
    const next = takeTokenFromAddress();
    // What somebody typed before the first link is theirs.
    if (next && (next !== token || visit.hasFailed())) start(next, token !== null);
  };
  for (const name of ['hashchange', 'popstate', 'pageshow']) window.addEventListener(name, look, true);
  /** What the page owner asks for beyond filling in comes from a file of its own, and only for a link. */
  const act = (name: 'verify' | 'submit', event: Event, element: Element): void => {
    const link = visit.link();
    if (!link) return;
    event.preventDefault();
    const part = parts[name] ? Promise.resolve() : loadPart(name);
    part
      .then(() => {
        const run = parts[name];
        if (!run) throw new Error(`${name}.js did not run.`);
        return run(element, link);
      })
      .catch(() => console.warn(`pmds prefill: ${name}.js cannot be loaded`));
  };
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const pressed = target.closest('[data-pmds-verify=send],[data-pmds-verify=check]');
    if (pressed) act('verify', event, pressed);
    if (!target.closest('[data-pmds-not-you]')) return;
    event.preventDefault();
    keep(null, null);
    start(null, false);
  });
  // After the page's own listeners: what they refuse is not sent.
  window.addEventListener('submit', (event) => {
    const form = event.target as Element;
    if (!event.defaultPrevented && form.hasAttribute('data-pmds-submit')) act('submit', event, form);
  });

  // The loader of Dynamics 365 Customer Insights - Journeys says so whenever it has put a form into the page.
  document.addEventListener('d365mkt-afterformload', () => void visit.fill(document));

  window.pmdsPrefill = {
    parts,
    get ready() {
      return visit.ready;
    },
    fill(root = document) {
      look();
      return visit.fill(root);
    },
  };
}
