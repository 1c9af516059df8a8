import { randomUUID } from 'node:crypto';
import type { RowId } from '@pmds/contracts/ids';
import { serialiseWebFormFields, type WebFormField } from '@pmds/contracts/web-form/definition';
import { createHmacTokens } from '@pmds/bridge/adapters/tokens/hmac-tokens';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import type { Row } from '@pmds/scripts/dataverse/web-api';
import { until } from '../../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from '../edges-world';

export const formOrigin = 'https://forms.example.org';

/** Numbers of `pmds_submissionstatus`. */
export const statuses = {
  applied: 742_100_000,
  needsReview: 742_100_001,
  rejected: 742_100_002,
  failed: 742_100_003,
  waiting: 742_100_004,
} as const;

export function aFormField(column: string, more: Partial<WebFormField> = {}): WebFormField {
  return {
    input: column,
    contact: column,
    lead: column,
    exposure: 'clear',
    submit: 'override',
    blankErases: false,
    ...more,
  };
}

/** A local Dataverse with a bridge, described forms, and people who send them. */
export interface SubmitWorld extends EdgesWorld {
  readonly bridge: Bridge;
  readonly env: BridgeEnvironment;
  /** Describes a form and waits until the service knows it. @returns its key. */
  aForm(fields: readonly WebFormField[], columns?: Row): Promise<{ readonly key: string; readonly id: string }>;
  aContact(columns: Row): Promise<string>;
  token(contactId: string, key: string): string;
  submit(token: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A submit as a person makes it. */
  send(token: string, values: object, id?: string): Promise<string>;
  /** The row of a submit, once it says so. */
  submission(id: string, status: keyof typeof statuses): Promise<Row>;
}

export async function aSubmitWorld(): Promise<SubmitWorld> {
  const world = await anEdgesWorld();
  const env = world.environment();
  const bridge = await world.serve(env);
  const setUp = await pmds(env, 'setup', '--webhook-url', bridge.url);
  if (setUp.code !== 0) throw new Error(`Set-up ended with ${setUp.code}.`);
  const keys = JSON.parse(env['PMDS_PREFILL_KEYS'] ?? '[]') as readonly { kid: string; secret: string }[];
  const tokens = createHmacTokens(keys.map(({ kid, secret }) => ({ kid, secret: new TextEncoder().encode(secret) })));
  const submit: SubmitWorld['submit'] = (token, body, headers = {}) =>
    fetch(`${bridge.url}/v1/submissions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const token: SubmitWorld['token'] = (contactId, key) =>
    tokens.sign({ table: 'contact', id: contactId as RowId, runId: null, formKey: key }, new Date(), 3_600);
  return Object.assign(Object.create(world) as EdgesWorld, {
    bridge,
    env,
    token,
    submit,
    async aForm(fields: readonly WebFormField[], columns: Row = {}) {
      const [id, key] = [randomUUID(), `f${randomUUID().slice(0, 8)}`];
      await world.call('POST', 'pmds_webforms', {
        pmds_webformid: id,
        pmds_name: 'Newsletter',
        pmds_key: key,
        pmds_origins: formOrigin,
        pmds_language: 1031,
        pmds_fields: serialiseWebFormFields(fields),
        ...columns,
      });
      // A body without an id is refused only where the form is known.
      const somebody = token(randomUUID(), key);
      await until('the service knows the form', async () =>
        (await submit(somebody, {})).status === 400 ? true : null,
      );
      return { id, key };
    },
    async aContact(columns: Row) {
      const contactid = randomUUID();
      await world.call('POST', 'contacts', { contactid, ...columns });
      return contactid;
    },
    async send(given: string, values: object, id: string = randomUUID()) {
      const answer = await submit(given, { id, values, elapsedMs: 30_000, trap: '' });
      if (answer.status !== 202)
        throw new Error(`The submit was answered with ${answer.status} ${await answer.text()}`);
      return id;
    },
    submission: (id: string, status: keyof typeof statuses) =>
      until(`the submit is ${status}`, async () => {
        const [row] = await world.rows(`pmds_formsubmissions?$filter=pmds_formsubmissionid eq ${id}`);
        return row?.['pmds_status'] === statuses[status] ? row : null;
      }),
  });
}
