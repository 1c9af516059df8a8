/** Whether a host name or address is this machine itself, whatever it is written as; never asks a name server. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  // RFC 6761, section 6.3: the name and whatever lies below it, with and without the dot of the root.
  if (/^(.+\.)?localhost\.?$/.test(host)) return true;
  if (host.includes(':')) {
    const written = URL.canParse(`http://[${host}]/`) ? new URL(`http://[${host}]/`).hostname : '';
    return written === '[::1]' || /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(written);
  }
  return /^127(\.\d{1,3}){3}$/.test(host);
}
