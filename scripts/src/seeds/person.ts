import { cultures, type Culture } from './cultures.js';
import { between, pick, randomOf, type Random } from './random.js';
import type { SeedTable } from './seed.js';

/** What a contact and a lead have in common. */
interface Person {
  readonly culture: Culture;
  readonly female: boolean;
  readonly first: string;
  readonly family: string;
  readonly email: string;
  readonly phone: string;
  readonly mobile: string | null;
  readonly line: string;
  readonly postalCode: string;
  readonly city: string;
  /** Instant at which the row was created, whole seconds, UTC. */
  readonly createdOn: string;
  readonly modifiedOn: string;
}

// Domains that can never belong to anybody (RFC 2606).
const domains = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'büro.example'];

const firstDay = Date.UTC(2018, 0, 8);
const lastDay = Date.UTC(2025, 5, 30);
/** One row in twenty came in one big import, all within the same minute: ranges over `createdon` must stand that. */
const importedAt = Date.UTC(2021, 2, 14, 2, 30);

export function personOf(seed: number, table: SeedTable, index: number): Person {
  const random = randomOf(seed, `${table} person`, index);
  const culture = pick(random, cultures);
  const female = random() < 0.5;
  const [first, firstLatin] = pick(random, female ? culture.female : culture.male);
  const [family, familyLatin] = pick(random, culture.family);
  const [city, postalPattern] = pick(random, culture.places);
  const number = String(between(random, 1, 240));
  const street = pick(random, culture.street);
  const created = createdAt(random);
  const changed = Math.min(lastDay + 86_399_000, created + Math.floor(random() * random() * 400 * 86_400_000));
  return {
    culture,
    female,
    first,
    family,
    email: `${firstLatin}.${familyLatin}.${table.charAt(0)}${String(index)}@${pick(random, domains)}`,
    phone: digits(random, culture.phone),
    mobile: random() < 0.7 ? digits(random, culture.mobile) : null,
    line: culture.line === 'street number' ? `${street} ${number}` : `${number} ${street}`,
    postalCode: digits(random, postalPattern),
    city,
    createdOn: instant(created),
    modifiedOn: instant(changed),
  };
}

/** A day of a life that began 18 to 88 years before the seeds end, as a date without time. */
export function birthDate(random: Random): string {
  return instant(lastDay - between(random, 18 * 365, 88 * 365) * 86_400_000).slice(0, 10);
}

function createdAt(random: Random): number {
  if (random() < 0.05) return importedAt + between(random, 0, 59) * 1_000;
  return firstDay + Math.floor((random() * (lastDay - firstDay)) / 1_000) * 1_000;
}

function digits(random: Random, pattern: string): string {
  return pattern.replaceAll('#', () => String(between(random, 0, 9)));
}

/** As the Web API writes it: UTC, whole seconds. */
function instant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
