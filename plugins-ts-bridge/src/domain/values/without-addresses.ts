/** Annotations of the Web API, which have the look of addresses. https://docs.oasis-open.org/odata/odata-json-format/v4.01/ */
const annotation =
  /^[\w.]*@(?:odata\.(?:bind|context|count|etag|nextLink|type)|OData\.Community\.[\w.]+|Microsoft\.(?:Dynamics\.CRM|PowerApps\.CDS)\.[\w.]+)[.=]?$/;
/** The sign itself, in full width and as addresses of pages and HTML encode it. */
const sign = /@|\uFF20|%40|&#64;|&commat;/i;
/** A local part in quotation marks may hold blanks. RFC 5321 allows it 64 characters. */
const quoted = /"[^"\n]{1,64}"@/g;
const word = /[^\s"'<>(),:[\]{}|\u201C\u201D\u201E\u00AB\u00BB]+/g;

/**
 * A sentence without the e-mail addresses in it. An Error Trace outlives the erasure of a person, and what Dataverse, a mail
 * server or a list says may quote anything.
 */
export function withoutAddresses(text: string): string {
  if (!sign.test(text)) return text;
  return text.replace(quoted, '@').replace(word, (found) => {
    if (!sign.test(found) || annotation.test(found)) return found;
    return `…@…${/[.!?;]$/.exec(found)?.[0] ?? ''}`;
  });
}
