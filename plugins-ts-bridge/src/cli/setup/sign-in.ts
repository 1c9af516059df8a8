import { asObject, textOf } from '../../adapters/dataverse/reporting/json.js';
import { DataverseError } from '../../adapters/dataverse/http/errors.js';
import type { DataverseClient } from '../../adapters/dataverse/http/client.js';
import { CommandFailed } from '../command.js';
import { explain } from './explain.js';

interface WhoAmI {
  readonly userId: string;
  readonly businessUnitId: string;
}

/** Signs in and asks Dataverse who that is. @throws CommandFailed saying what to change. */
export async function whoAmI(client: DataverseClient, clientId: string): Promise<WhoAmI> {
  try {
    const answer = asObject(await client.get('WhoAmI', { purpose: 'setup' }));
    return { userId: textOf(answer['UserId']) ?? '', businessUnitId: textOf(answer['BusinessUnitId']) ?? '' };
  } catch (error) {
    if (error instanceof DataverseError) throw new CommandFailed(explain(error, clientId), { cause: error });
    throw error;
  }
}
