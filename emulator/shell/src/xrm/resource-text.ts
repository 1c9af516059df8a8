import { readResx } from '../xml/control-manifest';

const known = new Map<string, ReadonlyMap<string, string>>();

/**
 * A text of a RESX web resource. The client API answers synchronously, so the file is read so once; a form lists the resources that
 * its scripts need, but here the first use reads them.
 */
export function webResourceText(webResource: string, key: string): string | null {
  let texts = known.get(webResource);
  if (texts === undefined) {
    const request = new XMLHttpRequest();
    request.open('GET', `/WebResources/${webResource}`, false);
    request.send();
    texts = request.status === 200 ? readResx(request.responseText, webResource) : new Map<string, string>();
    known.set(webResource, texts);
  }
  return texts.get(key) ?? null;
}
