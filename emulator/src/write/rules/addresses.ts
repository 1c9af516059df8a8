import type { RowObject } from '../../data/value.js';
import { addressText } from '../input/address-text.js';
import type { TableRule } from '../table-rules.js';

const numbers = [1, 2, 3] as const;
const parts = ['line1', 'line2', 'line3', 'city', 'stateorprovince', 'postalcode', 'country'] as const;

/** Puts `address1_composite` and its like together from the parts. */
function fillAddresses(changes: RowObject, before: RowObject = {}): void {
  for (const number of numbers) {
    if (!parts.some((part) => `address${number}_${part}` in changes)) continue;
    const text = (part: (typeof parts)[number]): string => {
      const name = `address${number}_${part}`;
      const value = name in changes ? changes[name] : before[name];
      return typeof value === 'string' ? value : '';
    };
    const whole = addressText({
      lines: [text('line1'), text('line2'), text('line3')],
      city: text('city'),
      stateOrProvince: text('stateorprovince'),
      postalCode: text('postalcode'),
      country: text('country'),
    });
    changes[`address${number}_composite`] = whole === '' ? null : whole;
  }
}

/** Composite addresses of accounts, contacts and leads. */
export const addresses: TableRule = {
  beforeCreate: (_unit, values) => {
    fillAddresses(values);
  },
  beforeUpdate: (_unit, _id, changes, before) => {
    fillAddresses(changes, before);
  },
};
