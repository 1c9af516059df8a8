/** What the page owner wrote down: the service to ask, or the frame that the form is in. */
interface Settings {
  /** Without a slash at its end; `null` where none, or no address, is named. */
  readonly bridge: string | null;
  /** CSS selector. */
  readonly frame: string | null;
}

/** The script's own element while it runs the first time; modules and some loaders have none. */
const own = document.currentScript;

/**
 * Reads `data-bridge` and `data-frame` of the script's element, else of any script element, else `<meta name="pmds-bridge">`
 * and `<meta name="pmds-frame">`: tag managers drop attributes that they do not know. The page's own site is never a default.
 */
export function readSettings(): Settings {
  const candidates = [own, ...Array.from(document.querySelectorAll('script[data-bridge],script[data-frame]'))];
  const setting = (name: string): string | null => {
    const texts = candidates.map((script) => script?.getAttribute(`data-${name}`));
    texts.push(document.querySelector(`meta[name="pmds-${name}"]`)?.getAttribute('content'));
    return texts.map((text) => text?.trim() ?? '').find((text) => text !== '') ?? null;
  };
  return { bridge: addressOf(setting('bridge')), frame: setting('frame') };
}

/** A template that was not filled in, `undefined` or a path is no address. */
function addressOf(text: string | null): string | null {
  if (text === null || !/^https?:\/\/[\w[]/i.test(text)) return null;
  try {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname.replace(/\/+$/, '')}`;
  } catch {
    return null;
  }
}
