import { SolutionPackage } from '@pmds/contracts/generated/solution-package';
import { z } from 'zod';
import type { DataverseClient } from '../../adapters/dataverse/http/client.js';
import { CommandFailed } from '../command.js';
import { readVariable, writeVariable, type VariableValue } from './variable-values.js';

/** What set-up may grant: the role and membership in a column security profile, per user; a variable's value, once. */
export type Grant = 'role' | 'writers' | 'readers' | 'bridgeUrl';

const name = SolutionPackage.environmentVariables.setupRecord;
/** The longest value of an environment variable. */
const longest = 2_000;
const ids = z.string().default('');
const shape = z.object({ role: ids, writers: ids, readers: ids, bridgeUrl: ids });
type Stored = z.infer<typeof shape>;

/**
 * What set-up granted in this environment. It is kept in Dataverse, since set-up and teardown may run on different
 * machines, and nothing there tells who made a membership. A user's id takes 22 characters.
 */
export class SetupRecord {
  readonly #client: DataverseClient;
  readonly #variable: VariableValue | null;
  #stored: Stored;

  private constructor(client: DataverseClient, variable: VariableValue | null, stored: Stored) {
    this.#client = client;
    this.#variable = variable;
    this.#stored = stored;
  }

  static async read(client: DataverseClient): Promise<SetupRecord> {
    const variable = await readVariable(client, name);
    return new SetupRecord(client, variable, parse(variable?.value ?? null));
  }

  get isEmpty(): boolean {
    return Object.values(this.#stored).every((text) => text === '');
  }

  /** Ids of the users to whom it was granted. */
  usersOf(grant: Grant): readonly string[] {
    return (this.#stored[grant].match(/.{22}/g) ?? []).map(unpacked);
  }

  /** Whether the value of the variable is set-up's own. */
  get madeBridgeUrl(): boolean {
    return this.#stored.bridgeUrl !== '';
  }

  /**
   * Remembers a grant; before it is made, so that one that was made is always remembered.
   * @throws CommandFailed where it cannot be remembered: then it must not be made.
   */
  async remember(grant: Grant, userId: string): Promise<void> {
    if (this.#variable === null) throw new CommandFailed(`${name} is missing. Import the solution.`);
    const packedId = grant === 'bridgeUrl' ? '1' : packed(userId);
    if (this.#stored[grant].includes(packedId)) return;
    const stored = { ...this.#stored, [grant]: this.#stored[grant] + packedId };
    const text = JSON.stringify(stored);
    if (text.length > longest) {
      throw new CommandFailed(
        `Set-up has granted as much as ${name} can remember. Add the other people to the column security profile by a team.`,
      );
    }
    const now = await readVariable(this.#client, name);
    await writeVariable(this.#client, name, now ?? this.#variable, text);
    this.#stored = stored;
  }
}

function parse(text: string | null): Stored {
  try {
    return shape.parse(JSON.parse(text ?? '{}'));
  } catch {
    // Somebody wrote into it: then nothing is known to be set-up's own, and nothing is taken away.
    return shape.parse({});
  }
}

const packed = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
const unpacked = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
