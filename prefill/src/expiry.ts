/**
 * Whether a link is over, by its own words. They are not secret and prove nothing: the service decides what it answers.
 * @param sinceMs Only if it has been over for longer than this, in milliseconds: clocks of visitors are wrong by hours.
 */
export function isExpired(token: string, sinceMs = 0): boolean {
  try {
    const claims = atob(String(token.split('.')[1]).replace(/-/g, '+').replace(/_/g, '/'));
    return (JSON.parse(claims) as { readonly exp: number }).exp * 1_000 + sinceMs < Date.now();
  } catch {
    return false;
  }
}
