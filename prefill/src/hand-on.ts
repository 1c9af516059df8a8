import { linkWithToken } from '@pmds/contracts/web-form/link';

/**
 * Hands a token on to the embedded form, which may have been loaded already, may come later or may be put in again. Call it
 * again whenever the page has changed.
 * @returns whether there is such a frame with an address of its own.
 */
export function createHandOn(selector: string, token: string): () => boolean {
  const handed = new WeakMap<Element, string>();
  return () => {
    const frame = document.querySelector<HTMLIFrameElement>(selector);
    const source = frame?.getAttribute('src') ?? '';
    // Without an address of its own the frame would open this very page.
    if (frame === null || !/^https?:/.test(frame.src) || source === '' || frame.hasAttribute('srcdoc')) return false;
    if (handed.get(frame) === source) return true;
    const address = linkWithToken(frame.src, token);
    if (frame.contentWindow === null || frame.loading === 'lazy') frame.src = address;
    // Leaves no entry in the history and no token in the document.
    else frame.contentWindow.location.replace(address);
    handed.set(frame, frame.getAttribute('src') ?? '');
    return true;
  };
}
