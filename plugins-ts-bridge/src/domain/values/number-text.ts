const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Dataverse keeps nothing near it; a hostile exponent must not become a text of a gigabyte. */
const largestExponent = 400;

/**
 * The digits of a JSON number as people write them: without an exponent, and without zeros at the end beyond what the
 * column shows. No digit that counts is lost, and none is added.
 * @param text A JSON number.
 * @param precision Places behind the separator that the column shows; without it all that came are kept.
 */
export function numberText(text: string, precision: number | undefined): string {
  const found = parts.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const shift = Number(exponent);
  if (Math.abs(shift) > largestExponent) return text;
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift))}`;
  const point = digits.length - fraction.length - Math.max(0, shift) + shift;
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const behind = withoutSpareZeros(digits.slice(point), exponent === '0' ? precision : 0);
  const plain = behind === '' ? before : `${before}.${behind}`;
  return /[1-9]/.test(plain) ? `${sign}${plain}` : plain;
}

function withoutSpareZeros(fraction: string, keep: number | undefined): string {
  if (keep === undefined) return fraction;
  let length = fraction.length;
  while (length > keep && fraction[length - 1] === '0') length -= 1;
  return fraction.slice(0, length);
}
