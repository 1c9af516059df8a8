import type { Value } from '../data/value.js';
import { dateText, isDateOnly } from '../data/value.js';
import { isLookup, isStored, type Column } from '../model/column.js';
import type { Table } from '../model/table.js';

const firstNames =
  'Ada,Ben,Chloë,Dmitri,Esra,Fatima,Günter,Hana,Ivan,Jürgen,Keiko,Lin,María,Noor,Olu,Priya,Quentin,Rosa,Søren,Tomás,Uma,Václav,Wei,Ximena,Yael,Zoltán'.split(
    ',',
  );
const lastNames =
  'Andersson,Bauer,Chen,Dubois,Eriksen,Fischer,García,Haddad,Ivanova,Jansen,Kowalski,Levy,Müller,Nguyen,Okafor,Papadopoulos,Quispe,Rossi,Suzuki,Tanaka,Ueda,Visser,Wójcik,Xu,Yılmaz,Zhang'.split(
    ',',
  );
const cities =
  'Amsterdam,Berlin,Cairo,Dublin,Espoo,Florence,Geneva,Haifa,Istanbul,Jakarta,Kyoto,Lisbon,Madrid,Nairobi,Oslo,Prague'.split(
    ',',
  );
const titles = 'Buyer,Engineer,Head of Marketing,Owner,Analyst,Teacher,Director,Nurse,Consultant,Student'.split(',');

function pick(from: readonly string[], number: number): string {
  return from[number % from.length] ?? '';
}

/** A 32-bit mix of a number: neighbours land far apart, the same number always in the same place. */
function mixed(number: number): number {
  let x = (number + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/**
 * A GUID for row n of a kind: never twice, the same on every run, and in the order of n, as the platform's database hands out
 * sequential ids. Order by key is then order of creation, which is also how the rows lie in memory.
 */
export function guidOfRow(kind: number, number: number): string {
  const noise = mixed(number + 77 * kind);
  const head = (number * 2048 + (noise & 2047)) % 0x1_0000_0000;
  const middle = (noise >>> 4).toString(16).padStart(7, '0');
  const tail = `8${kind.toString(16).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;
  return `${head.toString(16).padStart(8, '0')}-${middle.slice(0, 4)}-4${middle.slice(4, 7)}-${tail}`;
}

/** Makes the value of a column for row n. */
type Maker = (number: number) => Value;

const known: Readonly<Record<string, Maker>> = {
  firstname: (n) => pick(firstNames, mixed(n)),
  lastname: (n) => pick(lastNames, mixed(n + 1)),
  fullname: (n) => `${pick(firstNames, mixed(n))} ${pick(lastNames, mixed(n + 1))}`,
  emailaddress1: (n) => `person${n}@example.com`,
  telephone1: (n) => `+1 555 ${String(mixed(n) % 10_000_000).padStart(7, '0')}`,
  mobilephone: (n) => `+1 556 ${String(mixed(n) % 10_000_000).padStart(7, '0')}`,
  jobtitle: (n) => pick(titles, mixed(n)),
  companyname: (n) => `${pick(lastNames, mixed(n))} & Co`,
  subject: (n) => `Interested in offer ${n % 50}`,
  address1_line1: (n) => `${(n % 200) + 1} ${pick(lastNames, n)} Street`,
  address1_city: (n) => pick(cities, mixed(n)),
  address1_postalcode: (n) => String(10_000 + (mixed(n) % 90_000)),
  statecode: () => 0,
  statuscode: () => 1,
  donotbulkemail: () => false,
  donotemail: () => false,
  donotsendmm: () => false,
};

/** What a generated row has first, whatever number of columns is asked for. */
const usual = [
  'firstname',
  'lastname',
  'fullname',
  'emailaddress1',
  'telephone1',
  'mobilephone',
  'jobtitle',
  'companyname',
  'subject',
  'address1_line1',
  'address1_city',
  'address1_postalcode',
  'statecode',
  'statuscode',
  'donotbulkemail',
  'donotemail',
  'birthdate',
  'gendercode',
  'description',
];

/** Columns of a table that can be filled with made-up values, the usual ones first. */
export function fillableColumns(table: Table): Column[] {
  const fits = (column: Column): boolean =>
    isStored(column) && column.isValidForRead && !column.isPrimaryId && !isLookup(column) && makerFor(column) !== null;
  const first = usual.map((name) => table.columns.get(name)).filter((column) => column !== undefined);
  const rest = [...table.columns.values()].filter((column) => !usual.includes(column.logicalName));
  return [...first, ...rest].filter(fits);
}

/** The maker of a column's values; null for columns whose values mean something that cannot be made up. */
export function makerFor(column: Column): Maker | null {
  const name = column.logicalName;
  if (['createdon', 'modifiedon', 'versionnumber', 'overriddencreatedon'].includes(name)) return null;
  const special = known[name];
  if (special !== undefined) return special;
  switch (column.type) {
    case 'string':
    case 'memo': {
      const most = column.maxLength ?? 100;
      return (n) => `${name} ${mixed(n) % 1000}`.slice(0, most);
    }
    case 'integer':
      return (n) => Math.max(column.minValue ?? 0, 0) + (mixed(n) % 100);
    case 'decimal':
    case 'double':
    case 'money':
      return (n) => (mixed(n) % 9000) / 100;
    case 'boolean':
      return (n) => mixed(n) % 2 === 0;
    case 'datetime':
      return isDateOnly(column)
        ? (n) => dateText(Date.UTC(1950 + (n % 50), n % 12, (n % 28) + 1)).slice(0, 10)
        : (n) => dateText(Date.UTC(2020, n % 12, (n % 28) + 1, n % 24, n % 60));
    case 'picklist': {
      const values = column.optionSet?.options.map((option) => option.value) ?? [];
      return values.length === 0 ? null : (n) => values[mixed(n) % values.length] ?? null;
    }
    default:
      return null;
  }
}
