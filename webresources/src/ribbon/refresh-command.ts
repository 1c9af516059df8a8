/** Lets the command bar ask its enable rules again once a start or a retry has been tried. */
export function refreshCommand(form: Xrm.FormContext): void {
  form.ui.refreshRibbon();
}
