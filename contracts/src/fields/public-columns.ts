/**
 * Columns of contacts and leads that no link shows unless an administrator names them: whoever holds a link sees what it
 * opens, and mail is forwarded. Money and credit, identity and family, internal notes, secrets of portals.
 */
const sensitive: readonly RegExp[] = [
  /^governmentid$/,
  /^(employeeid|externaluseridentifier|ftpsiteurl|pager|managername|managerphone|assistantname|assistantphone)$/,
  /^(creditlimit|creditonhold|annualincome|budgetamount|estimatedamount|estimatedvalue|revenue)(_base)?$/,
  /^(aging(30|60|90)(_base)?|paymenttermscode|qualificationcomments|decisionmaker)$/,
  /^(childrensnames|numberofchildren|haschildrencode|familystatuscode|spousesname|anniversary)$/,
  /^(description|traversedpath|stageid|processid)$/,
  /^(adx|msdyn)_/,
  // Columns of one's own that say by their name what they hold.
  /(passw|secret|securitystamp|passport|socialsecurity|social_security|(^|_)ssn(_|$)|taxid|tax_id|nationalid|national_id|iban|bankaccount|creditcard|salary|health|medical|religion|ethnic)/,
];

/** What an administrator allows; `null`: everything but what is sensitive. */
export type PublicColumns = ReadonlySet<string> | null;

/** Whether a form that a link opens may show a column. */
export function isPublicColumn(logicalName: string, allowed: PublicColumns): boolean {
  if (allowed !== null) return allowed.has(logicalName);
  return !sensitive.some((pattern) => pattern.test(logicalName));
}

/** What stands in a setting that must not be empty. */
const usual = 'usual';

const logicalName = /^[a-z_][a-z0-9_]{0,127}$/;

/**
 * Reads a list of logical names, separated by commas.
 * @returns `null` for an empty text and for `usual`: the default holds. `wrong` is the first part that is no logical name.
 */
export function parsePublicColumns(text: string): { readonly allowed: PublicColumns } | { readonly wrong: string } {
  const names = text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const wrong = names.find((name) => !logicalName.test(name));
  if (wrong !== undefined) return { wrong };
  if (names.join() === usual) return { allowed: null };
  return { allowed: names.length === 0 ? null : new Set(names) };
}
