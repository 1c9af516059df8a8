import { readFile } from 'node:fs/promises';
import { parseSyncRunId, type SyncRunId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import type { Verification } from '../application/proof/prove-run.js';
import type { Config } from '../settings/config.js';
import { CommandFailed, UsageError, type Command } from './command.js';
import { settingsOf } from './settings.js';

interface VerifyParts {
  /** The text of `pmds_manifest` of the run's row in Dataverse, `null` when there is none. */
  readonly manifestOf: (config: Config, runId: SyncRunId, signal: AbortSignal) => Promise<string | null>;
  readonly verify: (config: Config, runId: SyncRunId, manifest: string) => Promise<Verification>;
}

/** `pmds verify`: holds what a completed run said against what the store holds now. */
export function verifyCommand(parts: VerifyParts): Command {
  return {
    name: 'verify',
    summary: 'Prove a completed run: hold its signed manifest against what the store holds now.',
    help: [
      '--run GUID          the run, as the history of the sync shows it; has to be the last completed one of its sync',
      '--manifest FILE     the manifest from a file instead of from the run in Dataverse',
      'Exit code 0: it holds. 1: it does not, and what differs is printed.',
    ],
    options: { run: { type: 'string' }, manifest: { type: 'string' } },
    async run(values, terminal) {
      const file = typeof values['manifest'] === 'string' ? values['manifest'] : null;
      const runId = parseSyncRunId(values['run']);
      if (!runId.ok) throw new UsageError('--run has to be the GUID of a run.');
      const config = settingsOf(terminal, { dataverse: file === null, prefillKeys: false });
      const manifest =
        file === null ? await parts.manifestOf(config, runId.value, terminal.signal) : await textOf(file);
      if (manifest === null) {
        throw new CommandFailed(
          `Run ${runId.value} has no manifest in Dataverse: it has not completed, or is not there.`,
        );
      }
      const { holds, findings, profiles, memberships } = await parts.verify(config, runId.value, manifest);
      for (const finding of findings) terminal.out(finding);
      if (!holds) return 1;
      terminal.out(
        `Run ${runId.value} holds. As it left them: ${counted(profiles, 'stored row')} and ${counted(memberships, 'membership')}.`,
      );
      return 0;
    },
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandFailed(`The manifest ${file} cannot be read.`, { cause: error });
  }
}
