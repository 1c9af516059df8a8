import { addressText } from '../../write/input/address-text.js';
import { textOf } from '../../write/input/json-body.js';
import { parameterError, type Operation } from '../operation.js';

const parts = ['Line1', 'City', 'StateOrProvince', 'PostalCode', 'Country'] as const;

export const formatAddress: Operation = {
  name: 'FormatAddress',
  kind: 'function',
  binding: null,
  parameters: parts,
  summary: 'Formats an address by its country: Japanese from the postal code down, all others as in the United States.',
  run({ parameters }) {
    const missing = parts.find((part) => typeof parameters[part] !== 'string');
    if (missing !== undefined) throw parameterError(missing, 'Edm.String', parameters[missing]);
    const part = (name: (typeof parts)[number]): string => textOf(parameters, name);
    return {
      Address: addressText({
        lines: [part('Line1')],
        city: part('City'),
        stateOrProvince: part('StateOrProvince'),
        postalCode: part('PostalCode'),
        country: part('Country'),
      }),
    };
  },
};
