import { createHash, randomUUID } from 'node:crypto';

const plainGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Lower case without braces, or null when the text is no GUID. Upper case and `{…}` are read as Dataverse reads them. */
export function parseGuid(text: string): string | null {
  if (plainGuid.test(text)) return text;
  const lower = (text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text).toLowerCase();
  return plainGuid.test(lower) ? lower : null;
}

export function newGuid(): string {
  return randomUUID();
}

/** A GUID made from a name, so that metadata ids are the same in every local organisation and after every restart. */
export function guidOfName(name: string): string {
  const hex = createHash('sha1').update('local-dataverse:').update(name).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
