/** The tables a marketing list can hold, with the code that `list.createdfromcode` uses for each (fixed by the platform). */
export const memberTables = ['contact', 'lead', 'account'] as const;
export type MemberTable = (typeof memberTables)[number];

const codes: Readonly<Record<MemberTable, number>> = { account: 1, contact: 2, lead: 4 };

/** Entity set of each table, as the Web API names it (fixed by the platform). */
export const memberSets: Readonly<Record<MemberTable, string>> = {
  contact: 'contacts',
  lead: 'leads',
  account: 'accounts',
};

/** Entity set of the marketing lists (fixed by the platform). */
export const marketingListSet = 'lists';

/** Several rows of a table, in an English sentence. */
export const memberNouns: Readonly<Record<MemberTable, string>> = {
  contact: 'contacts',
  lead: 'leads',
  account: 'accounts',
};

export function memberTableOfListCode(code: unknown): MemberTable | null {
  return memberTables.find((table) => codes[table] === code) ?? null;
}
