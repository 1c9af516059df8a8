import { DigestSum } from '../../../domain/run/digest.js';
import { guidBytes } from '../../../domain/guid.js';
import type { MembershipRow } from '../../../ports/recipient-source.js';
import type { SettledOutcome } from '../../../domain/member/settled-outcome.js';
import type { StagedPage } from '../../../ports/store/staging.js';

interface OutcomeCount {
  readonly outcome: SettledOutcome | 'synced' | 'unchanged';
  readonly members: number;
  /** Of the hashes of what was stored; `null` for outcomes that store nothing. */
  readonly digest: string | null;
}

/** Members of a page by outcome, without zeros. */
export function countsOf(page: StagedPage): readonly OutcomeCount[] {
  const counts = new Map<OutcomeCount['outcome'], number>();
  const stored = { synced: new DigestSum(), unchanged: new DigestSum() };
  for (const { outcome } of page.settled) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  for (const { outcome, hash } of page.profiles) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    stored[outcome].add(hash);
  }
  return [...counts].map(([outcome, members]) => {
    const digest = outcome === 'synced' || outcome === 'unchanged' ? stored[outcome].text : null;
    return { outcome, members, digest };
  });
}

/** Memberships of a scanned page by list, with the digest of their ids. */
export function membersByList(
  rows: readonly MembershipRow[],
): readonly { readonly list: number; readonly members: number; readonly digest: string }[] {
  const lists = new Map<number, { members: number; readonly ids: DigestSum }>();
  for (const { list, id } of rows) {
    const known = lists.get(list) ?? { members: 0, ids: new DigestSum() };
    lists.set(list, known);
    known.members += 1;
    known.ids.addId(guidBytes(id));
  }
  return [...lists].map(([list, { members, ids }]) => ({ list, members, digest: ids.text }));
}
