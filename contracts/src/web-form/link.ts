const parameter = 'pmds';

/**
 * The address of a web form with a recipient's token in its fragment, which is sent to no server. A fragment of the page's own
 * stays: the route of a single-page app (`#/form?step=1`) gets one more parameter, an anchor is followed by `&`.
 * @param address absolute, http or https.
 */
export function linkWithToken(address: string, token: string): string {
  const separator = !/#./.test(address) ? '' : /#[/!][^?]*$/.test(address) ? '?' : '&';
  return `${address}${address.includes('#') ? '' : '#'}${separator}${parameter}=${token}`;
}

interface TakenToken {
  /** The token; `invalid` where the link has one that cannot be read; `null` where it has none. */
  readonly token: string | null;
  /** The text without the token. */
  readonly rest: string;
}

/** What stands before the parameter, its value, and what parts it from the next; each may be encoded, once or more. */
const named = new RegExp(
  `((?:[#?&;!/\\s]|%(?:25)*(?:2[0136f]|3[bf]))+|&amp;|^)${parameter}(?:=|%(?:25)*3d)([^&#?;]*)([&#?;]*)`,
  'i',
);

/**
 * Takes the token out of a fragment, a query, or all that follows the origin of an address. Mail tools and gateways change
 * links on the way: encode them once or more, append their own parameters, punctuation or blanks, write names in capitals.
 * What names the parameter goes from the text in any case, readable or not.
 */
export function takeToken(text: string): TakenToken {
  let token: string | null = null;
  let rest = text;
  for (let found; (found = named.exec(rest)) !== null;) {
    const [all, lead = '', value = '', after = ''] = found;
    const next = tokenOf(value);
    // Two tokens may be of two people: neither is used.
    token = token === null || token === next ? next : 'invalid';
    const between = after === '' || lead.includes('#') || !after.includes('#') ? lead : '#';
    rest = rest.slice(0, found.index) + (after === '' ? '' : between) + rest.slice(found.index + all.length);
  }
  return { token, rest };
}

/** The token at the beginning of a parameter's value, without what was put around it on the way. */
function tokenOf(value: string): string {
  const plain = value.replace(/%(?:25)*([0-7][0-9a-f])/gi, (_all, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return /^[^\w-]*(?:3D(?=eyJ))?((?:[\w-]+\.){2}[\w-]+)/i.exec(plain.replace(/\s/g, ''))?.[1] ?? 'invalid';
}
