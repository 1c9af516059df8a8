import type { Store } from '../../data/store.js';
import type { Value } from '../../data/value.js';

/** What conditions relative to the caller need to know of the caller. */
export interface UserFacts {
  readonly store: Store;
  readonly userId: string;
  readonly businessUnitId: string;
  readonly teamIds: readonly string[];
  readonly languageId: number;
}

/** Values that a condition such as `eq-userid` compares with; null for any other operator. */
export function userValues(
  operator: string,
  facts: UserFacts,
): { readonly values: readonly Value[]; readonly negated: boolean } | null {
  const is = (...values: readonly Value[]) => ({ values, negated: false });
  switch (operator) {
    case 'eq-userid':
      return is(facts.userId);
    case 'ne-userid':
      return { values: [facts.userId], negated: true };
    case 'eq-userteams':
      return is(...facts.teamIds);
    case 'eq-useroruserteams':
      return is(facts.userId, ...facts.teamIds);
    case 'eq-useroruserhierarchy':
      return is(...withReports(facts));
    case 'eq-useroruserhierarchyandteams':
      return is(...withReports(facts), ...facts.teamIds);
    case 'eq-businessid':
      return is(facts.businessUnitId);
    case 'ne-businessid':
      return { values: [facts.businessUnitId], negated: true };
    case 'eq-userlanguage':
      return is(facts.languageId);
    default:
      return null;
  }
}

/** The caller and everybody who reports to them, at any depth. */
function withReports(facts: UserFacts): string[] {
  if (facts.store.model.findTable('systemuser') === undefined) return [facts.userId];
  const users = facts.store.rows('systemuser');
  const managers = users.table.columns.has('parentsystemuserid') ? users.byValue('parentsystemuserid') : null;
  const found = new Set([facts.userId]);
  for (const manager of found) {
    for (const report of managers?.rows(manager) ?? []) found.add(users.id(report));
  }
  return [...found];
}
