import { textOf } from '../write/json-body.js';
import { parameterError, type Operation } from './operation.js';

const parts = ['Line1', 'City', 'StateOrProvince', 'PostalCode', 'Country'] as const;
type Part = (typeof parts)[number];

/**
 * Formats an address as its country writes it: the United States' way, or Japan's, the two that are documented.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-functions-actions-sample#section-2-unbound-function-formataddress
 */
export const formatAddress: Operation = {
  name: 'FormatAddress',
  kind: 'function',
  binding: null,
  parameters: parts,
  summary: 'Formats an address by its country: Japanese from the postal code down, all others as in the United States.',
  run({ parameters }) {
    const missing = parts.find((part) => typeof parameters[part] !== 'string');
    if (missing !== undefined) throw parameterError(missing, 'Edm.String', parameters[missing]);
    const part = (name: Part): string => textOf(parameters, name);
    const isJapanese = /^japan$/i.test(part('Country').trim());
    const lines = isJapanese
      ? [part('PostalCode'), part('StateOrProvince'), part('City'), part('Line1'), part('Country')]
      : [part('Line1'), cityLine(part('City'), part('StateOrProvince'), part('PostalCode')), part('Country')];
    return { Address: lines.filter((line) => line !== '').join('\r\n') };
  },
};

/** `Seattle, WA 98007` */
function cityLine(city: string, state: string, postalCode: string): string {
  const region = [state, postalCode].filter((text) => text !== '').join(' ');
  return [city, region].filter((text) => text !== '').join(', ');
}
