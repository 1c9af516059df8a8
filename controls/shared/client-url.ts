/**
 * Address of the organisation without a trailing slash. Hosts without `Xrm` (the test harness) serve the control
 * from the organisation itself, so their own origin stands in.
 */
export function clientUrl(): string {
  const host = window as { readonly Xrm?: typeof Xrm };
  const url = host.Xrm === undefined ? window.location.origin : host.Xrm.Utility.getGlobalContext().getClientUrl();
  return url.replace(/\/+$/, '');
}
