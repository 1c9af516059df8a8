/** Lets the command bar ask its enable rules again: after a start or a retry, and when a status changed that the platform did not see change. */
export function refreshCommand(form: Xrm.FormContext): void {
  form.ui.refreshRibbon();
}
