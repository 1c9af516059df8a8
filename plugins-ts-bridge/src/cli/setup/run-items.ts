import { DataverseError } from '../../adapters/dataverse/http/errors.js';
import { CommandFailed, type Terminal } from '../command.js';
import { explain } from './explain.js';
import type { Finding, SetupContext, SetupItem } from './items/item.js';

/** What is done with a thing that is not as it should be. */
export type Mode = 'apply' | 'dry-run' | 'diagnose';

interface Outcome {
  readonly changed: number;
  /** Differences that stay, and things people have to do. */
  readonly open: number;
  /** Of these, what no run of the command would mend. */
  readonly wrong: number;
}

const words: Readonly<Record<Mode, string>> = { apply: 'changed', 'dry-run': 'would change', diagnose: 'not right' };

/** Looks at every item in its order, says one line per finding, and changes what the mode allows. */
export async function runItems(
  items: readonly SetupItem[],
  context: SetupContext,
  mode: Mode,
  terminal: Terminal,
): Promise<Outcome> {
  let changed = 0;
  let open = 0;
  let wrong = 0;
  const say = (state: string, name: string, detail: string) => terminal.out(`${state.padEnd(12)} ${name}: ${detail}`);
  for (const item of items) {
    if (item.intrusive === true && mode === 'dry-run') {
      say('left out', item.name, 'a dry run changes nothing');
      continue;
    }
    for (const finding of await inspect(item, context)) {
      if (finding.state === 'different' && mode === 'apply') {
        const failure = await attempt(finding.apply, context);
        say(failure === null ? words.apply : 'failed', item.name, failure ?? finding.detail);
        if (failure === null) changed += 1;
        else {
          open += 1;
          wrong += 1;
        }
      } else {
        if (finding.state === 'different' || finding.state === 'wrong') open += 1;
        if (finding.state === 'wrong') wrong += 1;
        say(stateWord(finding, mode), item.name, finding.detail);
      }
    }
  }
  return { changed, open, wrong };
}

function stateWord({ state }: Finding, mode: Mode): string {
  if (state === 'different') return words[mode];
  return { right: 'ok', wrong: 'failed', note: 'note' }[state];
}

async function inspect(item: SetupItem, context: SetupContext): Promise<readonly Finding[]> {
  try {
    return await item.inspect(context);
  } catch (error) {
    return [{ state: 'wrong', detail: reasonOf(error, context) }];
  }
}

/** @returns why it could not be done, `null` when it was. */
async function attempt(apply: () => Promise<void>, context: SetupContext): Promise<string | null> {
  try {
    await apply();
    return null;
  } catch (error) {
    return reasonOf(error, context);
  }
}

function reasonOf(error: unknown, { users }: SetupContext): string {
  if (error instanceof CommandFailed) return error.message;
  if (error instanceof DataverseError) return explain(error, users[0]?.clientId ?? '');
  throw error;
}
