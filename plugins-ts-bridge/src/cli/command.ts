import type { ParseArgsConfig } from 'node:util';
import type { Environment } from '../settings/config-reader.js';

/** What a command gets from the process, so that tests can be the process. */
export interface Terminal {
  readonly environment: Environment;
  /** One line for whoever reads the result, a person or a program. */
  out(line: string): void;
  /** One line for people: progress, problems. */
  err(line: string): void;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Command {
  readonly name: string;
  /** For the list of commands, one line. */
  readonly summary: string;
  /** Options with their meaning, one line each. */
  readonly help: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** @returns the exit code: 0 done, 1 not done, 2 wrong arguments or settings. */
  run(values: Values, terminal: Terminal): Promise<number>;
}

/** Wrong arguments or settings: told without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The work could not be done for a reason that people can mend: told without a stack, exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
