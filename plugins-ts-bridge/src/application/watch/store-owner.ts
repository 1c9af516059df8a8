import type { Storage } from '../../ports/store/storage.js';

/** An environment of Dataverse: its id, where it was asked for, and its address. */
interface DataverseEnvironment {
  readonly url: string;
  /** `null`: Dataverse did not answer. */
  readonly organizationId: string | null;
}

/**
 * Keeps whose store this is. One that belongs to another environment must not be worked with: its profiles are of other
 * people, and what it holds would be told to the wrong rows.
 * @returns why it is refused, in words; `null` when it may be used.
 */
export async function claimStore(storage: Storage, environment: DataverseEnvironment): Promise<string | null> {
  const { organizationId } = environment;
  const url = new URL(environment.url).origin.toLowerCase();
  return storage.transaction(async (unit) => {
    const known = await unit.identity.find();
    const other =
      known.organizationId !== null && organizationId !== null
        ? known.organizationId !== organizationId
        : // An environment may get another address; whether it is another one, only Dataverse can tell.
          known.url !== null && known.url !== url;
    if (other) {
      return `The store of PMDS_STORE belongs to the environment ${known.url ?? known.organizationId ?? ''}, and PMDS_DATAVERSE_URL names ${url}. Give each environment a store of its own.`;
    }
    await unit.identity.keep({ url, organizationId: organizationId ?? known.organizationId });
    return null;
  });
}
