/** Lets the command bar ask its enable rules again once a start has been tried. */
export function refreshCommand(form: Xrm.FormContext): void {
  form.ui.refreshRibbon();
}
