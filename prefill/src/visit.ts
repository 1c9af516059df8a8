import { askBridge, type Answer } from './ask-bridge.js';
import { restore } from './control.js';
import { fillFields, filledColumns } from './fill-form.js';
import { createHandOn } from './hand-on.js';
import type { Memory } from './memory.js';
import { tell, type FieldReport, type PrefillDetail, type PrefillState } from './report.js';
import { readSettings } from './settings.js';
import { watchPage } from './watch-page.js';

/** One link and what came of it. Ended by the next link: nothing that comes later is of this person any more. */
interface Visit {
  /** Resolves with the columns that were filled in first, whatever came of it. Never rejects. */
  readonly ready: Promise<readonly string[]>;
  /** Fills a part of the page once more, when the answer is there. */
  fill(root: ParentNode): Promise<readonly string[]>;
  /** Whether the same link has to be opened once more to get anywhere. */
  hasFailed(): boolean;
  end(): void;
}

/** @param token `null`: the link has none; `invalid`: it has one that cannot be read. */
export function startVisit(token: string | null, memory: Memory): Visit {
  let ended = false;
  let stopWatching = (): void => undefined;
  let answer: Answer | null = null;
  let state: PrefillState = 'none';
  let told = '';

  const report = (next: PrefillState, fields: readonly FieldReport[] = []): readonly string[] => {
    const columns = filledColumns(fields);
    const detail: PrefillDetail = { state: next, columns, fields };
    const now = JSON.stringify([next, columns, fields.map(({ field, outcome }) => field + outcome)]);
    state = next;
    if (now !== told) tell(detail);
    told = now;
    return columns;
  };

  const fillIn = (root: ParentNode, asked: boolean): readonly string[] => {
    if (ended || answer === null) return [];
    if (answer.kind === 'refused') return report(answer.code);
    const fields = fillFields(root, answer.response, memory, asked);
    const columns = filledColumns(fields);
    if (root !== document) return columns;
    // What somebody changes afterwards takes nothing back of what was filled in.
    return report(columns.length > 0 || state === 'filled' ? 'filled' : 'nothing-filled', fields);
  };

  const watch = (changed: () => void) => {
    if (ended) return;
    stopWatching();
    stopWatching = watchPage(changed);
  };

  async function open(): Promise<readonly string[]> {
    let { bridge, frame } = readSettings();
    if (bridge === null && frame === null) {
      await documentParsed();
      ({ bridge, frame } = readSettings());
    }
    if (frame !== null) return handOn(frame);
    if (token === 'invalid') answer = { kind: 'refused', code: 'token-invalid' };
    else if (token !== null && bridge !== null) answer = await askBridge(bridge, token);
    await documentParsed();
    if (ended) return [];
    if (answer === null) return report(token === null ? 'none' : 'not-set-up');
    const columns = fillIn(document, false);
    if (answer.kind === 'profile') watch(() => void fillIn(document, false));
    return columns;
  }

  async function handOn(selector: string): Promise<readonly string[]> {
    await documentParsed();
    if (ended) return [];
    if (token === null) return report('none');
    // A link that cannot be read empties the embedded form of the one before.
    const handTo = createHandOn(selector, token);
    const attempt = () => void report(handTo() ? 'handed-on' : 'not-set-up');
    attempt();
    watch(attempt);
    return [];
  }

  const ready = open().catch(() => report('unreachable'));
  return {
    ready,
    fill: (root) => ready.then(() => fillIn(root, true)).catch(() => []),
    hasFailed: () => state !== 'filled' && state !== 'handed-on' && answer !== null,
    end() {
      ended = true;
      stopWatching();
      // Nothing that one person's link or hands put in meets the link of another.
      for (const [control, before] of memory.forget()) restore(control, before);
    },
  };
}

function documentParsed(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }));
}
