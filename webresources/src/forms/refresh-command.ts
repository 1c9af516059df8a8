/** Lets the command bar ask its enable rules again: Start Sync follows a status that the platform did not see change. */
export function refreshCommand(form: Xrm.FormContext): void {
  form.ui.refreshRibbon();
}
