import { Secret } from './secret.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads single variables and remembers what is wrong with them, so that one start shows every problem at once.
 * A value that failed is replaced by a harmless one; the caller asks `problems` before it uses any.
 */
export class ConfigReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The text without surrounding blanks; `null` for unset and empty alike, since shells and `.env` files blur the two. */
  optional(name: string): string | null {
    const text = this.#environment[name]?.trim();
    return text === undefined || text === '' ? null : text;
  }

  required(name: string, meaning: string): string {
    const text = this.optional(name);
    if (text === null) this.problems.push(`${name} is missing: ${meaning}.`);
    return text ?? '';
  }

  secret(name: string, meaning: string): Secret {
    return new Secret(this.required(name, meaning));
  }

  optionalSecret(name: string): Secret | null {
    const text = this.optional(name);
    return text === null ? null : new Secret(text);
  }

  integer(name: string, fallback: number, range: { readonly min: number; readonly max: number }): number {
    const text = this.optional(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    this.problems.push(`${name} is "${text}"; it has to be a whole number from ${range.min} to ${range.max}.`);
    return fallback;
  }

  oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]], fallback: Choice): Choice {
    const text = this.optional(name);
    if (text === null) return fallback;
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) this.problems.push(`${name} is "${text}"; it has to be one of ${choices.join(', ')}.`);
    return choice ?? fallback;
  }

  /** An absolute http(s) address without query or fragment, without a slash at its end. */
  url(name: string, text: string): string {
    if (text === '') return text;
    const url = URL.canParse(text) ? new URL(text) : null;
    // Credentials in an address would travel into logs.
    if (url !== null && (url.username !== '' || url.password !== '')) {
      this.problems.push(`${name} holds a user name or password; give the address alone.`);
      return '';
    }
    if (url !== null && (/[?#]/.test(text) || url.search !== '')) {
      this.problems.push(`${name} holds a query or fragment (? or #); give the address alone: ${url.origin}.`);
      return '';
    }
    if (url === null || !/^https?:$/.test(url.protocol)) {
      this.problems.push(
        `${name} ${url === null && text.includes('@') ? 'cannot be read' : `is "${text}"`}; it has to be an address such as https://example.com.`,
      );
      return '';
    }
    const loopback = isLoopback(url.hostname);
    if (url.protocol === 'http:' && !loopback) {
      this.problems.push(`${name} is not encrypted; outside this machine it has to begin with https.`);
      return '';
    }
    return url.href.replace(/\/+$/, '');
  }

  /** As `url`, of a server alone: whoever gives a path means something else than what would be asked. */
  origin(name: string, text: string): string {
    const address = this.url(name, text);
    if (address === '') return address;
    const { origin, pathname } = new URL(address);
    if (pathname === '/' || pathname === '') return origin;
    this.problems.push(`${name} holds a path; give the address without /api or any other path: ${origin}.`);
    return '';
  }

  /** The address of a web page as it is: a query and a fragment of its own belong to it. */
  page(name: string, text: string): string {
    const before = this.problems.length;
    this.url(name, text.replace(/[?#].*$/s, ''));
    return this.problems.length > before || text === '' ? '' : new URL(text).href;
  }

  /** JSON in a variable. The problem names the variable and the shape, never the content: it may hold secrets. */
  json<Value>(name: string, shape: string, parse: (value: unknown) => Value | null): Value | null {
    const text = this.optional(name);
    if (text === null) return null;
    try {
      const value = parse(JSON.parse(text));
      if (value !== null) return value;
    } catch {
      // Told below: not JSON and a wrong shape have the same remedy.
    }
    this.problems.push(`${name} does not have the expected shape; it has to be ${shape}.`);
    return null;
  }
}

/** Whether a host name or address is this machine itself, whatever it is written as; never asks a name server. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  // RFC 6761, section 6.3: the name and whatever lies below it, with and without the dot of the root.
  if (/^(.+\.)?localhost\.?$/.test(host)) return true;
  if (host.includes(':')) {
    const written = URL.canParse(`http://[${host}]/`) ? new URL(`http://[${host}]/`).hostname : '';
    return written === '[::1]' || /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(written);
  }
  return /^127(\.\d{1,3}){3}$/.test(host);
}
