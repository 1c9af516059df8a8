import type { z } from 'zod';
import { Secret } from './secret.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads single variables by their schemas and remembers what is wrong with them, so that one start shows every problem at
 * once. A value that failed is replaced by a harmless one; the caller asks `problems` before it uses any.
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

  /** What the variable holds, or `unset` where it holds nothing or nothing usable. */
  value<Value, Unset>(name: string, schema: z.ZodType<Value, string>, unset: Unset): Value | Unset {
    const text = this.optional(name);
    return (text === null ? null : this.check(name, text, schema)) ?? unset;
  }

  /** As `value`, of a text from elsewhere, such as an option of a command. @returns `null` for what is not usable. */
  check<Value>(name: string, text: string, schema: z.ZodType<Value, string>): Value | null {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) this.problems.push(`${name} ${message}`);
    return null;
  }
}
