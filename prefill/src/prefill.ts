import { askBridge, type Answer } from './ask-bridge.js';
import { fillForm } from './fill-form.js';
import { takeToken, withToken } from './token-from-link.js';

/**
 * Fills in the web form that a recipient's link opened:
 *
 *     <script src="prefill.js" data-bridge="https://sync.example.com" defer></script>
 *
 * Fields are found by `name` or `data-pmds-field`. The page hears of the end by the event `pmds:prefill` on `document` and
 * by `data-pmds` on the root element: `filled`, `none` (no token in the link) or the reason of a refusal. A page that only
 * embeds the form names the frame instead, `data-frame="#form"`, and the token is handed on to it.
 * Forms that appear later call `pmdsPrefill.fill()`.
 */
export interface PmdsPrefill {
  /** Resolves with the columns that were filled in, whatever came of it. */
  readonly ready: Promise<readonly string[]>;
  /** Fills a part of the page that was not there yet. */
  fill(root?: ParentNode): Promise<readonly string[]>;
}

declare global {
  interface Window {
    pmdsPrefill?: PmdsPrefill;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const { token, rest } = takeToken(location.hash);
// At once and before anything can fail; the page's own history entry is replaced, not added to.
if (token !== null) history.replaceState(history.state, '', `${location.pathname}${location.search}${rest}`);

const answer: Promise<Answer | null> =
  token === null || script === null ? Promise.resolve(null) : ask(script.dataset, token);

async function ask({ bridge, frame }: DOMStringMap, own: string): Promise<Answer | null> {
  if (frame !== undefined) {
    await documentParsed();
    const embedded = document.querySelector<HTMLIFrameElement>(frame);
    if (embedded !== null) embedded.src = withToken(embedded.src, own);
    return null;
  }
  return askBridge(bridge ?? location.origin, own);
}

async function fill(root: ParentNode = document): Promise<readonly string[]> {
  const got = await answer;
  return got?.kind === 'profile' ? fillForm(root, got.response) : [];
}

async function start(): Promise<readonly string[]> {
  const got = await answer;
  await documentParsed();
  const columns = await fill();
  const state = got === null ? 'none' : got.kind === 'profile' ? 'filled' : got.code;
  document.documentElement.dataset['pmds'] = state;
  document.dispatchEvent(new CustomEvent('pmds:prefill', { detail: { state, columns } }));
  return columns;
}

function documentParsed(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }));
}

window.pmdsPrefill = { ready: start(), fill };
