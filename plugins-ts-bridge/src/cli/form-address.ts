/** The address by which links to a web form are told apart and revoked together: with its query and fragment. */
export function formAddress(text: string): string {
  return URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text;
}
