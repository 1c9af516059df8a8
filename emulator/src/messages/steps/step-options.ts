import { malformed } from '../../model/dataverse-error.js';
import type { UserCaller } from '../../identity/user-caller.js';

/** What a request says about the steps that it triggers. */
export interface StepOptions {
  /** Shared variable `tag` of every context; null when the request names none. */
  readonly tag: string | null;
  readonly bypassesSynchronous: boolean;
  readonly bypassesAsynchronous: boolean;
}

export const allSteps: StepOptions = { tag: null, bypassesSynchronous: false, bypassesAsynchronous: false };

/** Privileges that guard the two headers. */
export const bypassPrivileges = { plugins: 'prvBypassCustomPlugins', logic: 'prvBypassCustomBusinessLogic' } as const;

/**
 * Reads `?tag=`, `MSCRM.BypassCustomPluginExecution` (synchronous steps) and `MSCRM.BypassBusinessLogicExecution` (a list).
 * https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters
 * https://learn.microsoft.com/power-apps/developer/data-platform/bypass-custom-business-logic
 * @throws DataverseError 403 without the privilege, 400 for an unknown kind of logic
 */
export function stepOptions(
  caller: UserCaller,
  request: { readonly query: string; readonly headers: ReadonlyMap<string, string> },
): StepOptions {
  const plugins = request.headers.get('mscrm.bypasscustompluginexecution')?.trim().toLowerCase() === 'true';
  const logic = (request.headers.get('mscrm.bypassbusinesslogicexecution') ?? '')
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '');
  const stranger = logic.find((kind) => kind !== 'CustomSync' && kind !== 'CustomAsync');
  if (stranger !== undefined) throw malformed(`'${stranger}' is no value of MSCRM.BypassBusinessLogicExecution.`);
  if (plugins) caller.assertNamedPrivilege(bypassPrivileges.plugins);
  if (logic.length > 0) caller.assertNamedPrivilege(bypassPrivileges.logic);
  return {
    tag: new URLSearchParams(request.query).get('tag'),
    bypassesSynchronous: plugins || logic.includes('CustomSync'),
    bypassesAsynchronous: logic.includes('CustomAsync'),
  };
}
