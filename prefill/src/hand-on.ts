import { linkWithToken } from '@pmds/contracts/web-form/link';

/**
 * Hands a token on to the embedded form, which may have been loaded already, may come later or may be put in again. Call it
 * again whenever the page has changed.
 * @returns whether there is such a frame with an address of its own.
 */
export function createHandOn(selector: string, token: string): () => boolean {
  const handed = new WeakMap<Element, string | null>();
  return () => {
    const frame = document.querySelector<HTMLIFrameElement>(selector);
    // Without an address of its own the frame would open this very page.
    if (!frame || !frame.getAttribute('src') || !/^https?:/.test(frame.src) || frame.srcdoc) return false;
    const source = () => frame.getAttribute('src');
    if (handed.get(frame) !== source()) {
      const address = linkWithToken(frame.src, token);
      if (!frame.contentWindow || frame.loading === 'lazy') frame.src = address;
      // Leaves no entry in the history and no token in the document.
      else frame.contentWindow.location.replace(address);
      handed.set(frame, source());
    }
    return true;
  };
}
