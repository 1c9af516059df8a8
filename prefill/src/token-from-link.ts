const parameter = 'pmds';

/**
 * Takes the token out of the fragment and hands back the fragment without it, so that the address bar, bookmarks, shared
 * links and the pages that follow never show it. A fragment is not sent to any server.
 */
export function takeToken(fragment: string): { readonly token: string | null; readonly rest: string } {
  const parts = fragment.replace(/^#/, '').split('&');
  const own = parts.find((part) => part.startsWith(`${parameter}=`));
  const rest = parts.filter((part) => part !== own && part !== '').join('&');
  const token = own === undefined ? '' : own.slice(parameter.length + 1);
  return { token: /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) ? token : null, rest: rest === '' ? '' : `#${rest}` };
}

/** The address of an embedded form with the token in its fragment. */
export function withToken(address: string, token: string): string {
  const [page = ''] = address.split('#');
  return `${page}#${parameter}=${token}`;
}
