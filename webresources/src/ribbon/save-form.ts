import type { Texts } from '../texts/texts.js';
import { faultsOf } from './form-faults.js';

/**
 * Saves what the user typed.
 * @returns why it could not be saved, in sentences that name field and tab; none when it was. The platform says a reason at the
 * field alone, which may stand on a tab that is not open.
 */
export async function unsaved(form: Xrm.FormContext, text: Texts): Promise<readonly string[]> {
  if (!form.data.getIsDirty()) return [];
  let reason = '';
  try {
    // A save that a handler prevented resolves in some hosts.
    await form.data.save();
  } catch (cause) {
    reason = messageOf(cause);
  }
  // The form compares the selection first and goes on with the save itself.
  const { Pmds } = window as {
    readonly Pmds?: { readonly Form?: { readonly savedAgain?: () => Promise<void> | null } };
  };
  await Pmds?.Form?.savedAgain?.();
  if (!form.data.getIsDirty()) return [];
  const faults = faultsOf(form, text);
  if (faults.length > 0) return faults;
  return [reason === '' ? text('save.prevented') : text('save.failed', reason)];
}

function messageOf(cause: unknown): string {
  const { message } = (typeof cause === 'object' && cause !== null ? cause : {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : '';
}
