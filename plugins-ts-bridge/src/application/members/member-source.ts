import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import { decidingColumns } from '../../domain/access/secured-column.js';
import type { ColumnPlan } from '../../domain/member/columns.js';
import { decodeCells } from '../../domain/member/profile-cells.js';
import { inZone } from '../../domain/values/column-zone.js';
import { closedBy } from '../../domain/member/settled-outcome.js';
import type { ConsentRule } from '../../domain/member/consent/rule.js';
import { MemberReading } from '../../domain/member/member-reading.js';
import type { RecipientSource } from '../../ports/recipient-source.js';
import { readMembers } from './read-members.js';
import type { MemberRead, OnDemandSource } from '../prefill/member-read.js';

/** Metadata of the columns is asked for again after so long. */
const planLifeMs = 5 * 60_000;

interface CachedPlan {
  readonly plan: Promise<readonly ColumnPlan[]>;
  readonly madeAtMs: number;
}

interface MemberSourceOptions {
  readonly source: Pick<RecipientSource, 'checks' | 'members'>;
  /** In the order in which they apply. */
  readonly rules: readonly ConsentRule[];
  readonly now: () => Date;
  /** The zone in which the last completed run showed moments, `null` where none has. */
  readonly timeZone: () => Promise<string | null>;
}

/**
 * Reads a member on demand, by the rules of a run: who a run would skip (inactive, no e-mail, opted out) or fail is not
 * shown either, so the answer does not depend on whether a run has passed.
 */
export function createMemberSource({ source, rules, now, timeZone }: MemberSourceOptions): OnDemandSource {
  const plans = new Map<string, CachedPlan>();

  function planOf(table: SelectableTable, columns: readonly string[], signal: AbortSignal): CachedPlan['plan'] {
    const key = `${table} ${columns.join(',')}`;
    const known = plans.get(key);
    if (known !== undefined && now().getTime() - known.madeAtMs < planLifeMs) return known.plan;
    const fields = { contact: [], lead: [], [table]: columns };
    const call = { flow: 'prefill', signal };
    const plan = source.checks.planColumns(fields, [table], call, decidingColumns(rules)).then((all) => all[table]);
    plans.set(key, { plan, madeAtMs: now().getTime() });
    // A failed answer must not be the answer of the next five minutes.
    plan.catch(() => plans.delete(key));
    return plan;
  }

  async function read(...[table, id, columns, signal]: Parameters<OnDemandSource['fetch']>): Promise<MemberRead> {
    const call = { flow: 'prefill', signal };
    // What is known is as old as the question, not as the answer.
    const since = now();
    const plan = inZone(await planOf(table, columns, signal), await timeZone());
    const reading = new MemberReading(table, plan, rules);
    const { rows } = await readMembers(
      reading,
      (take) => source.members.membersById([id], reading.layout, take, call),
      signal,
    );
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) {
      const presence = await source.members.presence(table, [id], call);
      return presence.get(id) === 'gone' ? { kind: 'closed', reason: 'deleted', since } : { kind: 'nothing' };
    }
    const mapped = row.value;
    if (mapped.kind === 'profile') {
      return { kind: 'profile', profile: { table, id, ...decodeCells(mapped.cells, plan), fetchedAt: since } };
    }
    const reason = mapped.kind === 'skipped' ? closedBy(mapped.outcome) : null;
    return reason === null ? { kind: 'nothing' } : { kind: 'closed', reason, since };
  }

  return { fetch: read };
}
