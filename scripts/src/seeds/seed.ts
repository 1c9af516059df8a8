/** The tables that the seeds fill with members. */
export const seedTables = ['contact', 'lead'] as const;
export type SeedTable = (typeof seedTables)[number];

/** What the whole set of seeds is made from: the same figures make the same rows, on every machine, at any time. */
export interface Seed {
  readonly seed: number;
  readonly contacts: number;
  readonly leads: number;
}

/** `--size N`: N contacts and two leads for every five of them. */
export function seedOfSize(contacts: number, seed: number): Seed {
  return { seed, contacts, leads: Math.round(contacts * 0.4) };
}

export function rowsOf(seed: Seed, table: SeedTable): number {
  return table === 'contact' ? seed.contacts : seed.leads;
}
