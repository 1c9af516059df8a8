/** Shapes of values in JSON, told from their bytes; positions are those of the value's text without quotes. */

const zero = 0x30;
const nine = 0x39;
const minus = 0x2d;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine;

/** A whole number written as `JSON.stringify` would write it; up to 15 digits, which a double holds exactly. */
export function isShortInteger(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] === minus ? start + 1 : start;
  const digits = end - first;
  if (digits < 1 || digits > 15) return false;
  if (bytes[first] === zero) return end - start === 1;
  for (let at = first; at < end; at += 1) if (!isDigit(bytes[at])) return false;
  return true;
}

/** Whether a number that JSON allows is written without fraction and exponent, however long it is. */
export function isIntegerToken(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = bytes[start] === minus ? start + 1 : start; at < end; at += 1) if (!isDigit(bytes[at])) return false;
  return true;
}

/** Whether a value that JSON allows is a number, told from its first byte. */
export function isNumberToken(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === minus || isDigit(bytes[start]);
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export function isNumberText(bytes: Buffer, start: number, end: number): boolean {
  return isShortInteger(bytes, start, end) || number.test(bytes.toString('latin1', start, end));
}

/** `1980-05-17` or `2024-02-29T10:00:00Z`, the two forms in which the Web API writes dates. */
export function isDateText(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 10 && length !== 20) return false;
  if (!isPair(bytes, start, 0, 99) || !isPair(bytes, start + 2, 0, 99) || bytes[start + 4] !== minus) return false;
  if (!isPair(bytes, start + 5, 1, 12) || bytes[start + 7] !== minus || !isPair(bytes, start + 8, 1, 31)) return false;
  if (length === 10) return true;
  const [hour, minute, second] = [start + 11, start + 14, start + 17];
  if (bytes[start + 10] !== 0x54 || bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return false;
  return (
    isPair(bytes, hour, 0, 23) &&
    isPair(bytes, minute, 0, 59) &&
    isPair(bytes, second, 0, 59) &&
    bytes[start + 19] === 0x5a
  );
}

/** Two digits between `least` and `most`. */
function isPair(bytes: Uint8Array, at: number, least: number, most: number): boolean {
  const [tens, ones] = [bytes[at], bytes[at + 1]];
  if (!isDigit(tens) || !isDigit(ones)) return false;
  const value = ((tens ?? 0) - zero) * 10 + (ones ?? 0) - zero;
  return value >= least && value <= most;
}

const lowerHex = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= zero && byte <= nine) || (byte >= 0x61 && byte <= 0x66) ? 1 : 0,
);

/** A GUID in lower case, as Dataverse writes ids. */
export function isGuidText(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let at = 0; at < 36; at += 1) {
    const byte = bytes[start + at] ?? 0;
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (byte !== minus) return false;
    } else if (lowerHex[byte] === 0) return false;
  }
  return true;
}
