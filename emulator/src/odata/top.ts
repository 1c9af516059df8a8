import { malformed } from '../model/dataverse-error.js';

/** The number in `$top`. @throws DataverseError 400 for anything but a whole number from 0 */
export function topOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text.trim())) {
    throw malformed(
      `Invalid value '${text.slice(0, 50)}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  }
  return Number(text);
}
