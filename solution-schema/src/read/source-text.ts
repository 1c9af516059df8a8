/** A value of a generated constant. */
export type Literal = string | number | boolean | { readonly [key: string]: Literal };

const identifier = /^[A-Za-z_$][\w$]*$/;

/** Turns a name of any kind into a property name: `pmds_ContactsSynced` and `Contacts Synced` give `contactsSynced`. */
export function propertyName(name: string, prefix = ''): string {
  const bare = prefix !== '' && name.startsWith(`${prefix}_`) ? name.slice(prefix.length + 1) : name;
  const words = bare.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
}

/** The value as TypeScript, in the layout of this repository. */
export function literal(value: Literal, indent = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(
    ([key, entry]) => `${inner}${identifier.test(key) ? key : quoted(key)}: ${literal(entry, inner)},\n`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}
