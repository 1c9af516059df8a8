import { takeToken } from '@pmds/contracts/web-form/link';

/**
 * Takes the token out of the page's address: its path, query or fragment. The address bar, bookmarks, shared links and the
 * pages that follow never show it. The page's own history entry is replaced, not added to.
 * @returns `null`: the link names none; `invalid`: it names one that cannot be read, or two.
 */
export function takeTokenFromAddress(): string | null {
  const { href, origin } = location;
  // By text: `URL` and a foreign <base> would read `//form.html` as another host.
  const all = href.slice(origin.length);
  const { token, rest } = takeToken(all);
  if (token !== null) show(origin, all, rest.replace(/[?#]+$/, '') || '/');
  return token;
}

const page = (address: string): string => address.replace(/#.*/, '');

function show(origin: string, before: string, after: string): void {
  const address = origin + after;
  try {
    history.replaceState(history.state, '', address);
  } catch {
    // A sandboxed frame, a file: the history is closed. A fragment can be replaced all the same.
  }
  if (location.href === address || page(before) !== page(after)) return;
  try {
    location.replace(after.includes('#') ? address : `${address}#`);
  } catch {
    // Then it stays.
  }
}
