import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { claimsChallenge, type DataverseError } from '../../adapters/dataverse/http/errors.js';
import { failures } from '../../domain/failures.js';
import { requiredPrivileges } from './required-privileges.js';

const role = SolutionPackage.roles.profileSyncApplication.name;

/** Turns a refusal into what happened and what to do; wrong secret, wrong tenant and missing privilege each in their own words. */
export function explain(error: DataverseError, clientId: string): string {
  if (error.code === 'sign-in') return explainSignIn(error, clientId);
  const privilege = /\bprv\w+/.exec(error.message)?.[0];
  if (error.code === 'forbidden' && privilege !== undefined) return missingPrivilege(privilege, clientId);
  if (error.platformCode === '0x80072560') {
    return `The app registration ${clientId} is no user of this environment. In the Power Platform admin center, add it under Environments, Settings, Application users, with the role "${role}".`;
  }
  if (error.code === 'unauthorized') {
    return `Dataverse does not accept the sign-in of ${clientId}. Check that PMDS_DATAVERSE_URL and the tenant belong to the same organization.`;
  }
  if (error.code === 'sign-in-blocked') {
    // What the tenant says has its remedy beside it.
    return error.platformCode === claimsChallenge
      ? `${error.message} ${failures.SIGN_IN_BLOCKED.remedy}`
      : error.message;
  }
  if (error.code === 'ip-blocked') return `${failures.IP_BLOCKED.happened} ${failures.IP_BLOCKED.remedy}`;
  if (error.code === 'network' || error.code === 'timeout' || error.code === 'unavailable') {
    return `${error.message} Check PMDS_DATAVERSE_URL, PMDS_AUTHORITY and the network.`;
  }
  // What somebody between answered, and certificates, say themselves what to do.
  return error.message;
}

/** Which of several app registrations it is; the rest says the refusal itself. */
function explainSignIn(error: DataverseError, clientId: string): string {
  return `${error.message} (app registration ${clientId})`;
}

/** @param privilege One name, or several separated by commas. */
export function missingPrivilege(privilege: string, clientId: string): string {
  const lacks = `The application user of ${clientId} lacks the privilege ${privilege}.`;
  const daily = privilege.split(', ').some((name) => requiredPrivileges.includes(name));
  return daily
    ? `${lacks} Give it the role "${role}", which grants what the service needs.`
    : `${lacks} Setting up needs the role "System Administrator", once: set PMDS_SETUP_CLIENT_ID and PMDS_SETUP_CLIENT_SECRET of an app registration that has it.`;
}
