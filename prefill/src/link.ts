import { takeToken } from '@pmds/contracts/web-form/link';

/**
 * Takes the token out of the page's address: its fragment, else its query, else its path. The address bar, bookmarks, shared
 * links and the pages that follow never show it. The page's own history entry is replaced, not added to.
 * @returns `null`: the link names none; `invalid`: it names one that cannot be read.
 */
export function takeTokenFromAddress(): string | null {
  const { href, pathname, search, hash } = location;
  const fragment = takeToken(hash.slice(1));
  const query = takeToken(search.slice(1));
  const path = takeToken(pathname);
  const found = [fragment, query, path].flatMap(({ token }) => (token === null ? [] : [token]));
  const [first = null] = found;
  if (first === null) return null;
  // By text: `URL` and a foreign <base> would read `//form.html` as another host.
  const origin = href.slice(
    0,
    href.length - pathname.length - search.length - hash.length - emptyMarks(href, search, hash),
  );
  const page = `${origin}${path.rest || '/'}${query.rest === '' ? '' : `?${query.rest}`}`;
  const bare = fragment.rest === '' ? '' : `#${fragment.rest}`;
  show(`${page}${bare}`, query.rest === search.slice(1) && path.rest === pathname, bare);
  // Two tokens may be of two people: neither is used.
  return found.every((token) => token === first) ? first : 'invalid';
}

/** `?` and `#` with nothing behind them stand in the address, but in no part of it. */
function emptyMarks(href: string, search: string, hash: string): number {
  const page = href.split('#')[0] ?? '';
  return (hash === '' && href.includes('#') ? 1 : 0) + (search === '' && page.includes('?') ? 1 : 0);
}

function show(address: string, onlyFragment: boolean, fragment: string): void {
  try {
    history.replaceState(history.state, '', address);
  } catch {
    // A sandboxed frame, a file: the history is closed. A fragment can be replaced all the same.
  }
  if (location.href === address || !onlyFragment) return;
  try {
    location.replace(`${location.href.split('#')[0] ?? ''}${fragment === '' ? '#' : fragment}`);
  } catch {
    console.warn('pmds prefill: this browser does not let the page take the token out of its address.');
  }
}
