import type { PrefillResponse } from '@pmds/contracts/prefill';
import { askBridge, type Answer } from './ask-bridge.js';
import type { PageForm } from './form/fill.js';
import { createHandOn } from './hand-on.js';
import { keep, kept } from './keep.js';
import type { OpenLink } from './parts/call.js';
import { filledColumns, tell, type FieldReport, type PrefillState } from './report.js';
import { readSettings, setting } from './settings.js';
import { watchPage } from './watch-page.js';

/** One link and what came of it. Ended by the next link: nothing that comes later is of this person any more. */
interface Visit {
  /** Resolves with the columns that were filled in first, whatever came of it. Never rejects. */
  readonly ready: Promise<readonly string[]>;
  /** Fills a part of the page once more, when the answer is there. */
  fill(root: ParentNode): Promise<readonly string[]>;
  /** Whether the same link has to be opened once more to get anywhere. */
  hasFailed(): boolean;
  /** What parts may do in the name of the link; `null` where it opened nothing. */
  link(): OpenLink | null;
  /** @param typed Whether what somebody typed goes, too. */
  end(typed: boolean): void;
}

/** How long a page may cover its form, in milliseconds. */
const coverMs = 3_000;
const covered = 'data-pmds-wait';
/** How far the visitor is with the code that opens the rest. */
const coded = 'data-pmds-verify';

/**
 * @param token `null`: the link has none; `invalid`: it has one that cannot be read.
 * @param forms Gives the forms of the page, when the part that fills them in is there.
 */
export function startVisit(token: string | null, forms: () => Promise<PageForm>): Visit {
  const root = document.documentElement;
  const startedMs = performance.now();
  let open: { readonly bridge: string; readonly token: string } | null = null;
  let ended = false;
  let late = false;
  let stopWatching = (): void => undefined;
  let answer: Answer | null = null;
  let form: PageForm | null = null;
  let state: PrefillState = 'none';
  let told = '';

  const uncover = () => root.removeAttribute(covered);
  const report = (next: PrefillState, fields: readonly FieldReport[] = []): readonly string[] => {
    const columns = filledColumns(fields);
    const now = JSON.stringify([next, fields.map(({ field, outcome }) => field + outcome)]);
    state = next;
    uncover();
    if (now !== told) tell({ state, columns, fields });
    told = now;
    return columns;
  };

  const fillIn = (part: ParentNode, asked: boolean): readonly string[] => {
    if (ended || !answer) return [];
    if (answer.kind === 'refused') return report(answer.code);
    if (!form) return report('unreachable');
    // Whoever has begun to fill in an empty form goes on by hand.
    if (late && !asked && form.isBegun()) return report('late');
    late = false;
    const fields = form.fill(part, answer.response, asked);
    const columns = filledColumns(fields);
    if (part !== document) return columns;
    // What somebody changes afterwards takes nothing back of what was filled in.
    return report(columns.length > 0 || state === 'filled' ? 'filled' : 'nothing-filled', fields);
  };

  const watch = (changed: () => void) => {
    changed();
    stopWatching = watchPage(changed);
  };

  async function begin(): Promise<readonly string[]> {
    if (token !== null) root.setAttribute(covered, '');
    const timer = setTimeout(
      () => {
        late = true;
        uncover();
      },
      Number(setting('timeout')) || coverMs,
    );
    let { bridge, frame } = readSettings();
    if (!bridge && !frame) {
      await documentParsed();
      ({ bridge, frame } = readSettings());
    }
    const handTo = frame && createHandOn(frame, token || '');
    if (token === 'invalid') answer = { kind: 'refused', code: 'token-invalid' };
    else if (bridge && !frame) {
      // Beside the values, not after them.
      const part = token ? forms() : null;
      // Its failure is met below, and is no error of the page until then.
      if (part) part.catch(() => undefined);
      const held = token ? null : kept();
      answer = token ? await askBridge(bridge, token) : held && held[1];
      if (!ended) keep(token, answer);
      if (answer && answer.kind === 'profile') {
        open = { bridge, token: token || (held ? held[0] : '') };
        form = await (part || forms());
        const { form: described } = answer.response;
        if (described && described.verified.length > 0 && !ended) root.setAttribute(coded, 'needed');
      }
    }
    await documentParsed();
    clearTimeout(timer);
    if (ended) return [];
    if (handTo && token) watch(() => report(handTo() ? 'handed-on' : 'not-set-up'));
    else if (!answer) report(token ? 'not-set-up' : 'none');
    else {
      const columns = fillIn(document, false);
      if (state === 'filled' || state === 'nothing-filled') watch(() => fillIn(document, false));
      return columns;
    }
    return [];
  }

  const ready = begin().catch(() => report('unreachable'));
  return {
    ready,
    fill: (part) => ready.then(() => fillIn(part, true)).catch(() => []),
    hasFailed: () => !/^(filled|handed-on)$/.test(state) && answer !== null,
    link() {
      if (!open || ended) return null;
      const fillInMore = (response: PrefillResponse): void => {
        answer = { kind: 'profile', response };
        fillIn(document, false);
      };
      return { ...open, elapsedMs: () => performance.now() - startedMs, fillIn: fillInMore };
    },
    end(typed) {
      ended = true;
      root.removeAttribute(coded);
      stopWatching();
      uncover();
      // Nothing that one person's link or hands put in meets the link of another.
      if (form) form.forget(typed);
    },
  };
}

function documentParsed(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve());
  });
}
