import type { RowId } from '@pmds/contracts/ids';

/** The 16 bytes of a GUID in the order of its text: half the size of text in the store, and sorted alike. */
export function guidBytes(id: RowId): Uint8Array {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let position = 0; position < 36; position += 2) {
    if (id.charCodeAt(position) === 45) position += 1;
    bytes[at] = (nibble(id.charCodeAt(position)) << 4) | nibble(id.charCodeAt(position + 1));
    at += 1;
  }
  return bytes;
}

function nibble(code: number): number {
  return code <= 57 ? code - 48 : code - 87;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function guidText(bytes: Uint8Array): RowId {
  let text = '';
  for (let at = 0; at < 16; at += 1) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-';
    text += hex[bytes[at] ?? 0] ?? '';
  }
  return text as RowId;
}
