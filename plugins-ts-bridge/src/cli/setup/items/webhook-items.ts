import { DataverseError } from '../../../adapters/dataverse/http/errors.js';
import { asObject, quoted, rowsOf, textOf, type Json } from '../../../adapters/dataverse/reporting/json.js';
import type { DataverseClient } from '../../../adapters/dataverse/http/client.js';
import { webhookKeyHeader } from '../../../http/webhook-route.js';
import type { PluginStep } from '../../../plugins/plugin.js';
import { pluginSteps } from '../../../plugins/registry.js';
import type { Finding, SetupContext, SetupItem } from './item.js';

const endpointName = 'Profile Management Data Sync';

/** Ids that are the same in every environment, so that setting up again finds what it made. */
export const endpointId = ({ nameBasedId }: Pick<SetupContext, 'nameBasedId'>): string =>
  nameBasedId('service-endpoint');
export const stepId = ({ nameBasedId }: Pick<SetupContext, 'nameBasedId'>, step: PluginStep): string =>
  nameBasedId('step', step.message, step.table);

/** Contract 8 is a webhook, authentication 5 fixed headers, message format 2 JSON. */
const endpointColumns = { contract: 8, authtype: 5, messageformat: 2, connectionmode: 1, userclaim: 1 } as const;

/** Where Dataverse posts to. The key can be written and never read: whether it is right shows the self-test. */
export const endpointItem: SetupItem = {
  name: 'service endpoint',
  async inspect(context) {
    const { client, webhook } = context;
    const id = endpointId(context);
    const row = await find(client, `serviceendpoints(${id})?$select=name,url,contract,authtype,isauthvalueset`);
    if (webhook === null) return [absent(client, row, `serviceendpoints(${id})`, 'service endpoint')];
    if (row === null) return [endpointFinding(context, `made for ${webhook.url}`)];
    if (row['url'] !== webhook.url) return [endpointFinding(context, `posts to ${webhook.url} from now on`)];
    const right = row['contract'] === 8 && row['authtype'] === 5 && row['isauthvalueset'] === true;
    if (!right) return [endpointFinding(context, 'gets its authentication')];
    return [{ state: 'right', detail: `posts to ${webhook.url}` }];
  },
};

function endpointFinding(context: SetupContext, detail: string): Finding {
  return { state: 'different', detail, apply: () => writeEndpoint(context) };
}

/** Writes address and key. */
export async function writeEndpoint(context: SetupContext): Promise<void> {
  const { client, webhook } = context;
  if (webhook === null) return;
  const key = webhook.key.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  await client.request({
    method: 'PATCH',
    path: `serviceendpoints(${endpointId(context)})`,
    purpose: 'setup',
    body: {
      name: endpointName,
      url: webhook.url,
      ...endpointColumns,
      authvalue: `<settings><setting name="${webhookKeyHeader}" value="${key}"/></settings>`,
    },
  });
}

/** One step per registered plug-in: on this message, post to the endpoint. */
export const stepItem: SetupItem = {
  name: 'webhook step',
  inspect: (context) => Promise.all(pluginSteps(context.optOutFlags).map((step) => inspectStep(context, step))),
};

async function inspectStep(context: SetupContext, step: PluginStep): Promise<Finding> {
  const { client, webhook } = context;
  const path = `sdkmessageprocessingsteps(${stepId(context, step)})`;
  const select = 'name,mode,stage,rank,statecode,filteringattributes,_sdkmessageid_value,_eventhandler_value';
  const row = await find(client, `${path}?$select=${select}`);
  const what = `${step.message} of ${step.table}`;
  if (webhook === null) return absent(client, row, path, `step on ${what}`, step);
  const target = await messageOf(client, step);
  if (target === null && step.optional === true) {
    return { state: 'note', detail: `${what} does not exist here, so the service notices it later` };
  }
  if (target === null) {
    return { state: 'wrong', detail: `The message ${what} does not exist. Import the solution.` };
  }
  const body = stepBody(context, step, target);
  const differs =
    row?.['statecode'] !== 0 ||
    row['_sdkmessageid_value'] !== target.messageId ||
    row['_eventhandler_value'] !== endpointId(context) ||
    (['mode', 'stage', 'rank'] as const).some((column) => row[column] !== body[column]) ||
    (row['filteringattributes'] ?? '') !== body.filteringattributes;
  if (!differs) return { state: 'right', detail: `${what} posts to the service` };
  return {
    state: 'different',
    detail: row === null ? `made for ${what}` : `${what} posts to the service again`,
    apply: async () => {
      await client.request({ method: 'PATCH', path, purpose: 'setup', body });
      // A step that was switched off stays so unless its state is written on its own.
      if (row !== null && row['statecode'] !== 0) {
        await client.request({ method: 'PATCH', path, purpose: 'setup', body: { statecode: 0, statuscode: 1 } });
      }
    },
  };
}

interface MessageOfTable {
  readonly messageId: string;
  readonly filterId: string;
}

function stepBody(context: SetupContext, step: PluginStep, { messageId, filterId }: MessageOfTable) {
  return {
    name: `${endpointName}: ${step.message} of ${step.table}`,
    mode: step.mode === 'synchronous' ? 0 : 1,
    // After the operation, the only stage a webhook has.
    stage: 40,
    rank: 1,
    supporteddeployment: 0,
    asyncautodelete: step.mode === 'asynchronous',
    filteringattributes: step.filteringColumns?.join(',') ?? '',
    'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpointId(context)})`,
  };
}

/** The ids of a Custom API's message differ in every environment. */
async function messageOf(client: DataverseClient, step: PluginStep): Promise<MessageOfTable | null> {
  const byName = encodeURIComponent(`name eq ${quoted(step.message)}`);
  const messages = await client.get(`sdkmessages?$select=sdkmessageid&$filter=${byName}`, { purpose: 'setup' });
  const messageId = textOf(rowsOf(messages)[0]?.['sdkmessageid']);
  if (messageId === null) return null;
  const byTable = `_sdkmessageid_value eq ${messageId} and primaryobjecttypecode eq ${quoted(step.table)}`;
  const path = `sdkmessagefilters?$select=sdkmessagefilterid&$filter=${encodeURIComponent(byTable)}`;
  const filterId = textOf(rowsOf(await client.get(path, { purpose: 'setup' }))[0]?.['sdkmessagefilterid']);
  return filterId === null ? null : { messageId, filterId };
}

function absent(
  client: DataverseClient,
  row: Json | null,
  path: string,
  what: string,
  { optional }: Pick<PluginStep, 'optional'> = {},
): Finding {
  const instead = optional === true ? 'runs and opened links notice it' : 'the service finds requests by polling';
  if (row === null) return { state: 'right', detail: `no ${what}, ${instead}` };
  return { state: 'different', detail: `the ${what} is removed`, apply: () => removeRow(client, path) };
}

export async function removeRow(client: DataverseClient, path: string): Promise<void> {
  try {
    await client.request({ method: 'DELETE', path, purpose: 'setup' });
  } catch (error) {
    if (!(error instanceof DataverseError && error.code === 'not-found')) throw error;
  }
}

/** @returns `null` where there is no such row. */
export async function find(client: DataverseClient, path: string): Promise<Json | null> {
  try {
    return asObject(await client.get(path, { purpose: 'setup' }));
  } catch (error) {
    if (error instanceof DataverseError && error.code === 'not-found') return null;
    throw error;
  }
}
