import { fieldSelectionSentence, parseFieldSelection, type SelectableTable } from '../fields/field-selection.js';
import type { MemberTable } from '../fields/member-table.js';
import { parseNotificationEmails } from './notification-emails.js';

/** What a start looks at: the saved row and its marketing lists. */
export interface StartCandidate {
  readonly name: string | null;
  readonly notificationEmails: string | null;
  /** Text of `pmds_fields`. */
  readonly fields: string | null;
  readonly lists: readonly StartList[];
  /** Somebody has deactivated the sync. */
  readonly inactive?: boolean;
}

export interface StartList {
  readonly name: string;
  /** `null` where `createdfromcode` holds a code the platform does not define. */
  readonly table: MemberTable | null;
  readonly active: boolean;
}

type StartProblemCode =
  | 'SYNC_INACTIVE'
  | 'NAME_MISSING'
  | 'EMAIL_MISSING'
  | 'EMAIL_INVALID'
  | 'NO_LIST'
  | 'LIST_INACTIVE'
  | 'LIST_KIND_UNSUPPORTED'
  | 'FIELDS_UNREADABLE'
  | 'NO_FIELD_FOR_CONTACT'
  | 'NO_FIELD_FOR_LEAD';

export interface StartProblem {
  readonly code: StartProblemCode;
  /** What is missing and what to do, for the form, the row and the Trace alike. Names no member. */
  readonly sentence: string;
  /** Logical name of the column the form should mark, where there is one. */
  readonly column?: 'pmds_name' | 'pmds_notificationemails' | 'pmds_fields';
}

const tableNames: Readonly<Record<SelectableTable, string>> = { contact: 'Contact', lead: 'Lead' };

/**
 * Everything that stands against a start, in the order of the form. An empty answer means: start.
 * The form asks before it calls the Custom API, the worker asks again after its claim; both show the same sentences.
 */
export function startProblems(candidate: StartCandidate): readonly StartProblem[] {
  const problems: StartProblem[] = [];
  if (candidate.inactive === true) {
    problems.push({ code: 'SYNC_INACTIVE', sentence: 'This sync is inactive. Activate it and start again.' });
  }
  if ((candidate.name ?? '').trim() === '') {
    problems.push({
      code: 'NAME_MISSING',
      column: 'pmds_name',
      sentence: 'Name is empty. Give the sync a name and save.',
    });
  }
  problems.push(...emailProblems(candidate.notificationEmails));
  problems.push(...listProblems(candidate.lists));
  problems.push(...fieldProblems(candidate));
  return problems;
}

function emailProblems(text: string | null): readonly StartProblem[] {
  const column = 'pmds_notificationemails';
  const emails = parseNotificationEmails(text);
  if (!emails.ok) {
    const sentence = `Notification E-mail holds "${emails.failure.invalid}", which is not an e-mail address. Correct it; separate several addresses with a semicolon.`;
    return [{ code: 'EMAIL_INVALID', column, sentence }];
  }
  if (emails.value.length === 0) {
    const sentence = 'Notification E-mail is empty. Enter the address that is told when the sync has ended.';
    return [{ code: 'EMAIL_MISSING', column, sentence }];
  }
  return [];
}

function listProblems(lists: readonly StartList[]): readonly StartProblem[] {
  if (lists.length === 0) {
    return [{ code: 'NO_LIST', sentence: 'No marketing list is added. Add at least one list under Marketing Lists.' }];
  }
  const problems: StartProblem[] = [];
  for (const list of lists) {
    if (!list.active) {
      const sentence = `Marketing list "${list.name}" is inactive. Activate it or remove it under Marketing Lists.`;
      problems.push({ code: 'LIST_INACTIVE', sentence });
    }
    if (list.table === null) {
      const sentence = `Marketing list "${list.name}" is of a kind that cannot be synced. Lists of contacts, leads or accounts can; remove it under Marketing Lists.`;
      problems.push({ code: 'LIST_KIND_UNSUPPORTED', sentence });
    }
  }
  return problems;
}

function fieldProblems(candidate: StartCandidate): readonly StartProblem[] {
  const column = 'pmds_fields';
  const selection = parseFieldSelection(candidate.fields);
  if (!selection.ok) {
    return [{ code: 'FIELDS_UNREADABLE', column, sentence: fieldSelectionSentence(selection.failure) }];
  }
  const problems: StartProblem[] = [];
  for (const table of ['contact', 'lead'] as const) {
    // For accounts their primary contacts are synced.
    const listed = candidate.lists.some((list) => (list.table === 'account' ? 'contact' : list.table) === table);
    if (!listed || selection.value[table].length > 0) continue;
    const name = tableNames[table];
    problems.push({
      code: table === 'contact' ? 'NO_FIELD_FOR_CONTACT' : 'NO_FIELD_FOR_LEAD',
      column,
      sentence: `No ${name} field is selected, but a marketing list holds ${name.toLowerCase()}s. Select at least one ${name} field under Fields to Sync.`,
    });
  }
  return problems;
}
