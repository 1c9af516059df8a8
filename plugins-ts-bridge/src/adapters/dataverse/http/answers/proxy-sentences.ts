/** What is said of outbound proxies. They are named by host and port; their user and password stand nowhere. */

/** @param proxy `host:port`, where it is known. @param signedIn It was given a user and password. */
export function signInToProxy(proxy: string | undefined, signedIn = false): string {
  const who = proxy === undefined ? 'The outbound proxy' : `The outbound proxy ${proxy}`;
  return signedIn
    ? `${who} does not accept the user and password in HTTPS_PROXY (407). Correct them there: http://user:password@${proxy ?? 'proxy:port'}.`
    : `${who} wants a user and password (407). Give them in HTTPS_PROXY: http://user:password@${proxy ?? 'proxy:port'}.`;
}

/** Behind a sentence about a host to which a proxy made the way: what failed may be its doing. */
export function throughProxy(proxy: string | undefined): string {
  return proxy === undefined ? '' : ` The way there leads through the outbound proxy ${proxy}.`;
}
