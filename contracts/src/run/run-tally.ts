import { ready, type OutcomeCounts } from './counts.js';
import type { SelectableTable } from '../fields/field-selection.js';
import { notReadyOutcomes, outcomesIn, type NotReadyOutcome, type OutcomeGroup } from './outcomes.js';
import { worded, type LanguageName } from '../wording.js';
import { tallyTexts, type TallyTexts } from './run-tally-texts.js';

/** Stored members whose values changed in Dataverse after they were read. The next run takes them. */
export interface NewerInCrm {
  readonly members: number;
  /** More rows have changed than were looked at. */
  readonly more: boolean;
}

/** Of a run over some of the sync's lists: what it covered. */
export interface ScopeTally {
  /** Marketing lists. */
  readonly lists: number;
  readonly listsInAll: number;
  /** Distinct members of the covered lists. */
  readonly members: number;
}

/** How a run that made its members readable has ended: who is ready, and how many are not, by reason. */
export interface RunTally {
  readonly members: number;
  readonly ready: Readonly<Record<SelectableTable, number>>;
  readonly notReady: Readonly<Record<NotReadyOutcome, number>>;
  /** `null` where it was not asked. */
  readonly newer: NewerInCrm | null;
  /** `null` for a run over all lists. */
  readonly scope: ScopeTally | null;
}

export function tallyOf(
  counts: Readonly<Record<SelectableTable, OutcomeCounts>>,
  members: Readonly<Record<SelectableTable, number>>,
  newer: NewerInCrm | null = null,
  scope: ScopeTally | null = null,
): RunTally {
  const notReady = notReadyOutcomes.map((outcome) => [outcome, counts.contact[outcome] + counts.lead[outcome]]);
  return {
    members: members.contact + members.lead,
    ready: { contact: ready(counts.contact), lead: ready(counts.lead) },
    notReady: Object.fromEntries(notReady) as RunTally['notReady'],
    newer,
    scope,
  };
}

/** What the JSON of `pmds_counts` says of members that changed meanwhile; `null` where it says nothing that can be read. */
export function newerOfCounts(text: unknown): NewerInCrm | null {
  if (typeof text !== 'string') return null;
  try {
    const { newer } = JSON.parse(text) as { readonly newer?: Partial<NewerInCrm> };
    return typeof newer?.members === 'number' ? { members: newer.members, more: newer.more === true } : null;
  } catch {
    return null;
  }
}

/** What the JSON of `pmds_counts` says of the lists that a run covered; `null` for all, and where it cannot be read. */
export function scopeOfCounts(text: unknown): ScopeTally | null {
  if (typeof text !== 'string') return null;
  try {
    const { scope } = JSON.parse(text) as { readonly scope?: Partial<ScopeTally> };
    const { lists, listsInAll, members } = scope ?? {};
    if (typeof lists !== 'number' || typeof listsInAll !== 'number' || typeof members !== 'number') return null;
    return { lists, listsInAll, members };
  } catch {
    return null;
  }
}

/** Coverage, and what is not ready by reason, for example `9 of 10 members ready (90 %). Not ready: 1 deleted.` */
export function readinessSentence(tally: RunTally, language: LanguageName): string {
  const texts = tallyTexts[language];
  const done = tally.ready.contact + tally.ready.lead;
  // Rounded down: 100 % is said of nothing less.
  const percent = tally.members === 0 ? 100 : Math.floor((done * 1000) / tally.members) / 10;
  const share = worded(language, texts.share, [done, tally.members, percent]);
  return [share, notReadySentence(tally, language, texts), ...newerSentence(tally, language, texts)].join(' ');
}

function notReadySentence({ notReady }: RunTally, language: LanguageName, texts: TallyTexts): string {
  const parts = notReadyOutcomes
    .filter((outcome) => notReady[outcome] > 0)
    .map((outcome) => worded(language, texts[outcome], [notReady[outcome]]));
  return parts.length === 0 ? texts.everybody : worded(language, texts.others, [parts.join(', ')]);
}

function newerSentence({ newer }: RunTally, language: LanguageName, texts: TallyTexts): readonly string[] {
  if (newer === null || newer.members === 0) return [];
  return [worded(language, newer.more ? texts.newerAtLeast : texts.newer, [newer.members])];
}

/** Stands beside a *Yes* of *Safe to Send*: what it does not follow. */
export function unwatchedSentence(language: LanguageName): string {
  return tallyTexts[language].unwatched;
}

/** Members that are not ready for reasons of one group. */
export function notReadyIn(notReady: RunTally['notReady'], group: Exclude<OutcomeGroup, 'ready'>): number {
  return (outcomesIn(group) as readonly NotReadyOutcome[]).reduce((total, outcome) => total + notReady[outcome], 0);
}

/** What became of the members, with the skipped and the failed in all, and which part of them the run covered. */
export function resultSentence({ ready: done, notReady, scope }: RunTally, language: LanguageName): string {
  const result = worded(language, tallyTexts[language].result, [
    done.contact,
    done.lead,
    notReadyIn(notReady, 'skipped'),
    notReadyIn(notReady, 'failed'),
  ]);
  return [result, ...scopeSentence(scope, language)].join(' ');
}

/** Which part of the lists a run covered; nothing is said of a run over all of them. */
export function scopeSentence(scope: ScopeTally | null, language: LanguageName): readonly string[] {
  if (scope === null) return [];
  const { lists, listsInAll, members } = scope;
  return [worded(language, tallyTexts[language].scope, [lists, listsInAll, members])];
}
