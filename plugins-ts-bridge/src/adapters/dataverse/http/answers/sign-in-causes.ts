/** Why the tenant refuses a sign-in, and who has to do what. */
interface SignInCause {
  /** `sign-in-blocked`: a policy stands against it, and an Entra administrator has to act. */
  readonly code: 'sign-in' | 'sign-in-blocked';
  readonly cause: string;
  readonly remedy: string;
}

const byPolicy = (cause: string): SignInCause => ({
  code: 'sign-in-blocked',
  cause,
  remedy:
    'An Entra administrator finds the policy in the sign-in log and has to exclude the application or its address.',
});
const secret = (cause: string): SignInCause => ({
  code: 'sign-in',
  cause,
  remedy:
    'Make a new secret of the app registration under Certificates & secrets and set PMDS_CLIENT_SECRET to its value, not to its id.',
});
const tenant = (cause: string): SignInCause => ({
  code: 'sign-in',
  cause,
  remedy:
    'Set PMDS_TENANT_ID to the directory (tenant) id of the app registration, or PMDS_AUTHORITY to its authority.',
});
const registration = (cause: string): SignInCause => ({
  code: 'sign-in',
  cause,
  remedy:
    'Check PMDS_CLIENT_ID, and that PMDS_TENANT_ID is the tenant of the environment, where an administrator has added the application.',
});
const disabled = (cause: string): SignInCause => ({
  code: 'sign-in',
  cause,
  remedy: 'An Entra administrator has to enable the enterprise application again.',
});

const secondFactor =
  'the tenant asks for a second factor, which an application cannot give: a Conditional Access policy covers it';

/**
 * By the number of Microsoft's error.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const causes: ReadonlyMap<string, SignInCause> = new Map([
  ['7000215', secret('the client secret is wrong or is the id of one')],
  ['7000222', secret('the client secret has expired')],
  ['7000218', secret('no client secret was sent')],
  ['90002', tenant('the tenant does not exist in this cloud')],
  ['900023', tenant('the tenant is none that can be named so')],
  ['90013', tenant('the tenant or another part of the request cannot be read')],
  ['700016', registration('the tenant does not know the app registration')],
  ['7000229', registration('the application was never added to this tenant')],
  ['700038', registration('the client id is none')],
  [
    '500011',
    {
      code: 'sign-in',
      cause: 'the tenant does not know this Dataverse organization',
      remedy: 'Check PMDS_DATAVERSE_URL, and that PMDS_TENANT_ID is the tenant of the environment.',
    },
  ],
  ['53000', byPolicy('a Conditional Access policy asks for a compliant device')],
  ['53001', byPolicy('a Conditional Access policy asks for a joined device')],
  ['53002', byPolicy('a Conditional Access policy asks for an approved client')],
  ['53003', byPolicy('a Conditional Access policy blocks it')],
  ['53004', byPolicy(secondFactor)],
  ['53010', byPolicy('security information may not be given from here')],
  ['53011', byPolicy('the sign-in is blocked as risky')],
  ['530032', byPolicy('the security policy of the tenant blocks it')],
  ['530035', byPolicy('the security defaults of the tenant block it')],
  ['50005', byPolicy('a Conditional Access policy does not support this platform')],
  ['50072', byPolicy(secondFactor)],
  ['50074', byPolicy(secondFactor)],
  ['50076', byPolicy(secondFactor)],
  ['50079', byPolicy(secondFactor)],
  ['50097', byPolicy('a Conditional Access policy asks for device authentication')],
  ['50158', byPolicy('a Conditional Access policy asks for an external challenge')],
  ['70043', byPolicy('the sign-in frequency of a Conditional Access policy is over')],
  ['7000112', disabled('the application is disabled')],
  ['7000113', disabled('the application is disabled by its owner')],
]);

/** By OAuth's own word, where Microsoft gives no number, or one that is not known. */
const byWord: ReadonlyMap<string, SignInCause> = new Map([
  ['invalid_client', secret('the tenant does not accept the credentials of the application')],
  ['unauthorized_client', registration('the application may not sign in to this tenant')],
  ['interaction_required', byPolicy(secondFactor)],
]);

/** @returns the number that Microsoft gave, and what it means; `null` for what is not known. */
export function signInCauseOf(
  error: string,
  description: string,
): { readonly number: string; readonly known: SignInCause | null } {
  const number = /AADSTS(\d+)\b/.exec(description)?.[1] ?? '';
  return { number, known: causes.get(number) ?? byWord.get(error) ?? null };
}
