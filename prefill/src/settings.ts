/** What the page owner wrote down: the service to ask, or the frame that the form is in. */
interface Settings {
  /** Without a slash at its end; `null` where none, or no address, is named. */
  readonly bridge: string | null;
  /** CSS selector. */
  readonly frame: string | null;
}

/** The script's own element while it runs the first time; modules and some loaders have none. */
export const ownScript = document.currentScript as HTMLScriptElement | null;

/**
 * A setting such as `data-bridge`: of the script's own element, else of any script element, else of
 * `<meta name="pmds-bridge">`, since tag managers drop attributes that they do not know.
 */
export function setting(name: string): string {
  const data = `data-${name}`;
  const meta = document.querySelector(`meta[name=pmds-${name}]`);
  for (const element of [ownScript, ...Array.from(document.querySelectorAll(`script[${data}]`)), meta]) {
    const text = element && (element.getAttribute(element === meta ? 'content' : data) || '').trim();
    if (text) return text;
  }
  return '';
}

/** The page's own site is never a default; a template that was not filled in, `undefined` or a path is no address. */
export function readSettings(): Settings {
  const [bridge = ''] = /^https?:\/\/[\w[][^?#\s]*(?![^?#])/i.exec(setting('bridge')) || [];
  return { bridge: bridge.replace(/\/+$/, '') || null, frame: setting('frame') || null };
}
