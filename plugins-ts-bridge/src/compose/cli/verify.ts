import { Tables } from '@pmds/contracts/generated/tables';
import type { SyncRunId } from '@pmds/contracts/ids';
import { nodeHashing } from '../../adapters/crypto/node-hashing.js';
import { DataverseError } from '../../adapters/dataverse/http/errors.js';
import { openPostgresProofReader, openSqliteProofReader } from '../../adapters/sql/profiles/open-proof-reader.js';
import { verifyRun, type Verification } from '../../application/proof/prove-run.js';
import { CommandFailed } from '../../cli/command.js';
import { connect } from '../client.js';
import { refuseMissingStore } from '../store.js';
import { composeSigning } from '../tokens.js';
import type { Config } from '../../settings/config.js';
import { withStore } from '../store-refusal.js';

/** What Dataverse keeps of a run, away from the store that it speaks of. */
export async function manifestInDataverse(
  { dataverse }: Config,
  runId: SyncRunId,
  signal: AbortSignal,
): Promise<string | null> {
  const { entitySetName, columns } = Tables.syncRun;
  const manifest = columns.manifest.logicalName;
  const { client, ...connected } = connect(dataverse);
  try {
    const row = await client.get(`${entitySetName}(${runId})?$select=${manifest}`, { purpose: 'setup', signal });
    const text = (row as Readonly<Record<string, unknown>> | null)?.[manifest];
    return typeof text === 'string' ? text : null;
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    if (error.code === 'not-found') return null;
    throw new CommandFailed(`Dataverse does not show the run: ${error.message}`, { cause: error });
  } finally {
    await connected[Symbol.asyncDispose]();
  }
}

/** Reads the store beside the service that works with it. */
export function verifyInStore(config: Config, runId: SyncRunId, manifest: string): Promise<Verification> {
  return withStore(async () => {
    const { store } = config;
    await refuseMissingStore(store);
    const proof =
      store.kind === 'sqlite' ? openSqliteProofReader(store.directory) : openPostgresProofReader(store.url.reveal());
    if (proof === null) throw new CommandFailed('There is no store yet where PMDS_STORE points to.');
    try {
      return await verifyRun(runId, manifest, { proof, signing: composeSigning(config), hashing: nodeHashing });
    } finally {
      await proof[Symbol.asyncDispose]();
    }
  });
}
