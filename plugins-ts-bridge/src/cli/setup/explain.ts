import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import type { DataverseError } from '../../adapters/dataverse/http/errors.js';
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
  if (error.code === 'sign-in-blocked') return `${error.message} ${failures.SIGN_IN_BLOCKED.remedy}`;
  if (error.code === 'ip-blocked') return `${failures.IP_BLOCKED.happened} ${failures.IP_BLOCKED.remedy}`;
  if (error.code === 'network' || error.code === 'timeout' || error.code === 'unavailable') {
    return `${error.message} Check PMDS_DATAVERSE_URL, PMDS_AUTHORITY and the network.`;
  }
  // What somebody between answered, and certificates, say themselves what to do.
  return error.message;
}

function explainSignIn(error: DataverseError, clientId: string): string {
  const number = /AADSTS(\d+)/.exec(error.message)?.[1];
  switch (number) {
    case '7000215':
    case '7000222':
    case '7000218':
      return `The client secret is wrong or has expired (app registration ${clientId}). Make a new secret under Certificates & secrets and set PMDS_CLIENT_SECRET to its value, not to its id.`;
    case '90002':
    case '900023':
      return 'The tenant does not exist. Set PMDS_TENANT_ID to the directory (tenant) id of the app registration, or PMDS_AUTHORITY to its authority.';
    case '700016':
      return `The tenant does not know the app registration ${clientId}. Check PMDS_CLIENT_ID and that PMDS_TENANT_ID is the tenant it was made in.`;
    case '500011':
      return 'The tenant does not know this Dataverse organization. Check PMDS_DATAVERSE_URL, and that PMDS_TENANT_ID is the tenant of the environment.';
    default:
      return error.message;
  }
}

/** @param privilege One name, or several separated by commas. */
export function missingPrivilege(privilege: string, clientId: string): string {
  const lacks = `The application user of ${clientId} lacks the privilege ${privilege}.`;
  const daily = privilege.split(', ').some((name) => requiredPrivileges.includes(name));
  return daily
    ? `${lacks} Give it the role "${role}", which grants what the service needs.`
    : `${lacks} Setting up needs the role "System Administrator", once: set PMDS_SETUP_CLIENT_ID and PMDS_SETUP_CLIENT_SECRET of an app registration that has it.`;
}
