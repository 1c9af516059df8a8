import type { SeedTable } from '../../seeds/seed.js';

/** What a language calls things in exports of Dynamics 365; several spellings where versions of the product differ. */
export interface LanguageWords {
  /** English name, for sentences. */
  readonly name: string;
  readonly tables: Readonly<Record<SeedTable | 'account', readonly string[]>>;
  /** Display names by logical name. Those of `contact` and `lead` go before those of `both`. */
  readonly columns: Readonly<Record<SeedTable | 'both', Readonly<Record<string, readonly string[]>>>>;
  /** Labels of choices and two-options columns, by the label that they have in English. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** First words of a line that sums up those above it. */
  readonly totals: readonly string[];
}

/** Names of the columns of the three addresses. @param name Name of part and number, as the language writes it. */
export function addresses(
  parts: Readonly<Record<string, readonly string[]>>,
  prefixes: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const number of ['1', '2', '3']) {
    for (const [part, names] of Object.entries(parts)) {
      found[`address${number}_${part}`] = prefixes.flatMap((prefix) =>
        names.map((name) => `${prefix} ${number}: ${name}`),
      );
    }
  }
  return found;
}
