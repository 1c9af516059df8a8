import { plannedSendEndOf } from '../../adapters/dataverse/requests/planned-send-end.js';
import { DataverseError } from '../../adapters/dataverse/http/errors.js';
import { writeWhole } from '../../adapters/files/write-whole.js';
import { systemClock } from '../../adapters/clock.js';
import { findForm } from '../../application/links/find-form.js';
import { linkRecords } from '../../application/links/link-records.js';
import { CommandFailed } from '../../cli/command.js';
import type { LinkFileWish } from '../../cli/link-file.js';
import { explain } from '../../cli/setup/explain.js';
import { wholeSecond, type LinkedForm } from '../../domain/links/link-terms.js';
import { plannedForm } from '../../domain/links/planned-form.js';
import { patiences } from '../../domain/retry-policy.js';
import type { ProfileReader } from '../../ports/store/profiles.js';
import type { Config } from '../../settings/config.js';
import { connect } from '../client.js';
import { openReader, refuseMissingStore } from '../store.js';
import { composeLinks } from '../tokens.js';

/**
 * Writes the links of a sync's members into a file. @returns how many.
 * @throws CommandFailed
 */
export async function writeLinkFile(config: Config, wish: LinkFileWish, signal: AbortSignal): Promise<number> {
  const links = composeLinks(config);
  if (links === null) throw new CommandFailed('There is no key to sign links with. Set PMDS_PREFILL_KEYS.');
  await refuseMissingStore(config.store);
  const reader = openReader(config.store);
  try {
    const runId = await reader.links.runOf(wish.dataSyncId);
    if (runId === null) {
      throw new CommandFailed(
        `No run of the sync ${wish.dataSyncId} has completed here, so no file was made. Check --sync and PMDS_STORE, or start the sync.`,
      );
    }
    const issuedAt = wholeSecond(systemClock.now());
    const form = await formOf(config, { reader, wish, issuedAt }, signal);
    let records = -1;
    const counted = async function* (texts: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const text of texts) {
        records += text.split('\r\n').length - 1;
        yield text;
      }
    };
    const terms = { form, runId, issuedAt };
    const texts = linkRecords({ members: reader.links, links }, wish.dataSyncId, terms);
    await writeWhole(wish.out, counted(texts)).catch((error: unknown) => {
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      if (code === '') throw error;
      throw new CommandFailed(`${wish.out} cannot be written (${code}); no file was made. Check --out.`);
    });
    return records;
  } finally {
    await reader[Symbol.asyncDispose]();
  }
}

interface FormWish {
  readonly reader: ProfileReader;
  readonly wish: LinkFileWish;
  readonly issuedAt: Date;
}

async function formOf(config: Config, { reader, wish, issuedAt }: FormWish, signal: AbortSignal): Promise<LinkedForm> {
  const found = await findForm(reader.webForms, wish.form);
  if (found === 'ambiguous') {
    throw new CommandFailed(`Several web forms are called "${wish.form}"; give the key of one as --form.`);
  }
  const lasting = (minutes: number): string => new Date(issuedAt.getTime() + minutes * 60_000).toISOString();
  if (found === null) {
    if (!URL.canParse(wish.form)) {
      throw new CommandFailed(
        `There is no web form "${wish.form}". Give the key, the name or an address of one as --form; the service learns of a new one within a minute.`,
      );
    }
    const address = new URL(wish.form).href.replace(/\/+$/, '');
    return { id: null, key: null, address, maximumUses: null, expiresOn: lasting(wish.minutes ?? 30 * 24 * 60) };
  }
  const planned = plannedForm(found, issuedAt, await sendEnd(config, wish, signal));
  if (planned === null)
    throw new CommandFailed(`The web form "${found.name}" has no address; enter one on its record.`);
  return wish.minutes === null ? planned : { ...planned, expiresOn: lasting(wish.minutes) };
}

async function sendEnd(config: Config, { dataSyncId }: LinkFileWish, signal: AbortSignal): Promise<Date | null> {
  const { client, ...connected } = connect(config.dataverse, { patience: patiences.command });
  try {
    return await plannedSendEndOf(client, dataSyncId, signal);
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    throw new CommandFailed(
      `Dataverse did not say when the send of the sync ends, so no file was made: ${explain(error, config.dataverse.users[0].clientId)}`,
      { cause: error },
    );
  } finally {
    await connected[Symbol.asyncDispose]();
  }
}
