const parameter = 'pmds';

/**
 * The address of a web form with a recipient's token in its fragment, which is sent to no server. A fragment of the page's own
 * stays: the route of a single-page app (`#/form?step=1`) gets one more parameter, an anchor is followed by `&`.
 * @param address absolute, http or https.
 */
export function linkWithToken(address: string, token: string): string {
  const at = address.indexOf('#');
  const page = at < 0 ? address : address.slice(0, at);
  const fragment = at < 0 ? '' : address.slice(at + 1);
  const separator = fragment === '' ? '' : /^[/!][^?]*$/.test(fragment) ? '?' : '&';
  return `${page}#${fragment}${separator}${parameter}=${token}`;
}

interface TakenToken {
  /** The token; `invalid` where the link has one that cannot be read; `null` where it has none. */
  readonly token: string | null;
  /** The text without the token. */
  readonly rest: string;
}

/**
 * Takes the token out of a fragment, a query or a path. Mail tools and gateways change links on the way: encode them once or
 * more, append their own parameters, punctuation or blanks, write names in capitals. What names the parameter goes from the
 * text in any case, readable or not.
 */
export function takeToken(text: string): TakenToken {
  let level = text;
  for (let tries = 0; tries < 6; tries += 1) {
    const found = takePlain(level);
    if (found.token !== null) return found;
    const next = decoded(level);
    if (next === level) break;
    level = next;
  }
  return { token: null, rest: text };
}

const named = new RegExp(`(^|[#?&;!/\\s]+|&amp;)${parameter}=([^&#?;]*)([&#?;]*)`, 'i');

function takePlain(text: string): TakenToken {
  const tokens: string[] = [];
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = before.replace(named, (_all, lead: string, value: string, after: string, at: number) => {
      tokens.push(tokenOf(value));
      return at === 0 || after === '' ? '' : lead;
    });
  }
  const [first = null] = tokens;
  // Two tokens may be of two people: neither is used.
  return { token: tokens.every((token) => token === first) ? first : 'invalid', rest };
}

/** The token at the beginning of a parameter's value, without what was put around it on the way. */
function tokenOf(value: string): string {
  let text = value;
  for (let tries = 0; tries < 6; tries += 1) text = decoded(text);
  const bare = text.replace(/\s+/g, '').replace(/^3D(?=eyJ)/i, '');
  return /^[^\w-]*((?:[\w-]+\.){2}[\w-]+)/.exec(bare)?.[1] ?? 'invalid';
}

/** Decodes what is well encoded and leaves the rest as it stands. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}
