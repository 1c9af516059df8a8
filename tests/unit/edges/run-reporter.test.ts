import { noResponses } from '../../support/no-responses';
import { actorValue } from '@pmds/contracts/run/actors';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { statusValue } from '@pmds/contracts/run/sync-status';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { createReporting } from '@pmds/bridge/adapters/dataverse/reporting/run-reporter';
import { failures } from '@pmds/bridge/domain/failures';
import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import { deliverEntries } from '@pmds/bridge/worker/outbox/deliver-entries';
import type { OutboxEntry, OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import { aNotice, aTrace, contactId, dataSyncId, noon, runId, seconds } from './builders.js';
import { clock, refusal, scriptedDataverse, type Answer, type Call } from './scripted-dataverse.js';

const ownerId = '0e0e0e0e-0000-4000-8000-000000000001';
const about = { subject: aboutRun({ runId, dataSyncId }) } as const;
const once = { signal: new AbortController().signal, lastAttempt: false } as const;
const entries = (...messages: readonly OutboxMessage[]): readonly OutboxEntry[] =>
  messages.map((message, at) => ({ seq: at + 1, message }));
const trace = (changes: Parameters<typeof aTrace>[0] = {}): OutboxMessage => ({
  kind: 'trace',
  ...about,
  trace: aTrace(changes),
});

function delivering(script: (call: Call) => Answer = () => undefined) {
  const asked: string[] = [];
  /** Without the questions who owns a sync. */
  const calls: Call[] = [];
  const dataverse = scriptedDataverse((call) => {
    if (call.method !== 'GET' || !call.path.includes('_owninguser_value')) {
      calls.push(call);
      return script(call);
    }
    asked.push(call.path);
    return { status: 200, body: { _owninguser_value: ownerId, _owningteam_value: null } };
  });
  const reporting = {
    organizationUrl: 'https://contoso.example',
    mailFrom: null,
    smtpUrl: null,
    mailRetrySeconds: 300,
  };
  const { outbox } = createReporting({ client: dataverse.client, clock, hashing: nodeHashing, reporting });
  return {
    ...dataverse,
    calls,
    /** Questions who owns a sync. */
    asked,
    deliver: (...messages: readonly OutboxMessage[]) =>
      deliverEntries({ ...outbox, ...noResponses }, entries(...messages), once),
  };
}

describe('delivery of the outbox', () => {
  it('writes changed columns only, patches of one row merged', async () => {
    const { deliver, calls } = delivering();
    await deliver(
      { kind: 'sync-row', ...about, patch: { status: 'in-progress', contactsSynced: 5 } },
      { kind: 'sync-row', ...about, patch: { contactsSynced: 9 } },
    );
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ method: 'PATCH', path: `pmds_datasyncs(${dataSyncId})` });
    expect(calls[0]!.body).toEqual({ pmds_status: statusValue('in-progress'), pmds_contactssynced: 9 });
    expect(calls[0]!.headers['if-match']).toBe('*');
  });

  it('CD-20 writes Trace rows before the row that says how many there are', async () => {
    const { deliver, calls } = delivering();
    await deliver(
      { kind: 'sync-row', ...about, patch: { status: 'completed-with-errors', errors: 1, completedAt: seconds(9) } },
      trace(),
      { kind: 'run-row', ...about, patch: { errors: 1 } },
    );
    expect(calls.map(({ path }) => path.split(/[(/]/)[0])).toEqual([
      'pmds_syncruns',
      'pmds_errortraces',
      'pmds_datasyncs',
    ]);
  });

  it('CD-28 writes each Trace row under its fixed id with member, stage, reason and what to do', async () => {
    const { deliver, calls } = delivering();
    await deliver(trace());
    expect(calls[0]!.path).toBe('pmds_errortraces/Microsoft.Dynamics.CRM.UpsertMultiple');
    expect(calls[0]!.body['Targets']).toEqual([
      {
        '@odata.type': 'Microsoft.Dynamics.CRM.pmds_errortrace',
        pmds_errortraceid: aTrace().id,
        pmds_name: `VALUE_NOT_ALLOWED contact ${contactId}`,
        'pmds_SyncRunId@odata.bind': `/pmds_syncruns(${runId})`,
        'pmds_DataSyncId@odata.bind': `/pmds_datasyncs(${dataSyncId})`,
        'ownerid@odata.bind': `/systemusers(${ownerId})`,
        'pmds_ContactId@odata.bind': `/contacts(${contactId})`,
        pmds_memberid: contactId,
        pmds_membertable: 'contact',
        pmds_stage: 'Read',
        pmds_reason: Choices.traceReason.values.VALUE_NOT_ALLOWED,
        pmds_reasoncode: 'VALUE_NOT_ALLOWED',
        pmds_severity: 'Error',
        pmds_message: 'birthdate is not a date.',
        pmds_remedy: failures.VALUE_NOT_ALLOWED.remedy,
        pmds_retryable: false,
        pmds_actor: actorValue('marketer'),
        pmds_occurredon: noon.toISOString(),
      },
    ]);
  });

  describe('E7 the column that a Trace row speaks of', () => {
    const definition = (label: string | null): Answer => ({
      status: 200,
      body: { DisplayName: { UserLocalizedLabel: label === null ? null : { Label: label }, LocalizedLabels: [] } },
    });
    const isQuestion = ({ path }: Call): boolean => path.startsWith('EntityDefinitions');
    const columnsIn = (calls: readonly Call[]): readonly unknown[] =>
      calls
        .filter((call) => !isQuestion(call))
        .flatMap(({ body }) => body['Targets'] as readonly Readonly<Record<string, unknown>>[])
        .map((target) => target['pmds_column']);

    it('is shown by its label and its logical name, and asked for once', async () => {
      const { deliver, calls } = delivering((call) => (isQuestion(call) ? definition('Geburtstag') : undefined));
      await deliver(trace({ id: 'one', column: 'birthdate' }), trace({ id: 'two', column: 'birthdate' }));
      await deliver(trace({ id: 'three', column: 'birthdate' }));
      expect(columnsIn(calls)).toEqual(Array.from({ length: 3 }, () => 'Geburtstag (birthdate)'));
      expect(calls.filter(isQuestion).map(({ path }) => path)).toEqual([
        "EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='birthdate')?$select=DisplayName",
      ]);
    });

    it('has a label of its own in each table', async () => {
      const { deliver, calls } = delivering((call) =>
        isQuestion(call) ? definition(call.path.includes("'lead'") ? 'Topic' : 'Job Title') : undefined,
      );
      const lead = { table: 'lead', id: contactId, exists: true } as const;
      await deliver(trace({ id: 'one', column: 'jobtitle' }), trace({ id: 'two', column: 'jobtitle', member: lead }));
      expect(columnsIn(calls)).toEqual(['Job Title (jobtitle)', 'Topic (jobtitle)']);
    });

    it.each([
      ['has no label', definition(null)],
      ['is gone', refusal(404, 'Could not find an attribute')],
      ['may not be looked up', refusal(403, 'prvReadAttribute')],
    ])('is shown by its logical name where it %s', async (_, answer) => {
      const { deliver, calls } = delivering((call) => (isQuestion(call) ? answer : undefined));
      await deliver(trace({ column: 'birthdate' }));
      expect(columnsIn(calls)).toEqual(['birthdate']);
    });

    it('is not written for a reason that speaks of none', async () => {
      const { deliver, calls } = delivering();
      await deliver(trace({ code: 'MEMBER_UNREADABLE' }), trace({ id: 'run', code: 'NO_MEMBERS', member: null }));
      expect(columnsIn(calls)).toEqual([undefined, undefined]);
    });
  });

  it('S18 asks once who owns a sync, whatever the number of Trace rows and deliveries', async () => {
    const { deliver, asked } = delivering();
    await deliver(...Array.from({ length: 2_500 }, (_, at) => trace({ id: `trace-${at}` })));
    await deliver(trace({ id: 'later' }));
    expect(asked).toHaveLength(1);
  });

  it('S18 keeps the Trace rows where their owner may not read the table: they are the service’s then', async () => {
    const kept: unknown[] = [];
    const { deliver } = delivering(({ body }) => {
      const targets = body['Targets'] as readonly Readonly<Record<string, unknown>>[];
      if (targets.some((target) => 'ownerid@odata.bind' in target)) return refusal(403, 'SecLib::AccessCheckEx failed');
      kept.push(...targets.map((target) => target['pmds_errortraceid']));
      return undefined;
    });
    await deliver(trace({ id: 'one' }), trace({ id: 'two' }));
    expect(kept).toEqual(['one', 'two']);
  });

  it('keeps every Trace row when one of a thousand members was deleted meanwhile', async () => {
    const gone = 'gone';
    const written: unknown[] = [];
    const { deliver } = delivering(({ body }) => {
      const targets = body['Targets'] as readonly Readonly<Record<string, unknown>>[];
      if (targets.some((target) => target['pmds_ContactId@odata.bind'] === `/contacts(${gone})`)) {
        return refusal(404, 'contact With Id = gone Does Not Exist');
      }
      written.push(...targets.map((target) => target['pmds_errortraceid']));
      return undefined;
    });
    const ids = Array.from({ length: 1000 }, (_, at) => `trace-${at}`);
    await deliver(
      ...ids.map((id, at) =>
        trace({ id, member: { table: 'contact', id: at === 700 ? gone : contactId, exists: true } }),
      ),
    );
    expect(written).toHaveLength(1000);
    expect(new Set(written)).toEqual(new Set(ids));
  });

  it('writes counts per kind and reason on the run row', async () => {
    const { deliver, calls } = delivering();
    const counts = {
      contact: { ...noOutcomes, synced: 5, unchanged: 2, 'skipped-inactive': 1, 'failed-value': 1 },
      lead: { ...noOutcomes, synced: 3, 'skipped-inactive': 2 },
    };
    await deliver({ kind: 'run-row', ...about, patch: { counts, members: { contact: 9, lead: 5 }, seconds: 1.6 } });
    expect(calls[0]!.body).toMatchObject({
      pmds_contactmembers: 9,
      pmds_leadmembers: 5,
      pmds_contactssynced: 7,
      pmds_leadssynced: 3,
      pmds_unchanged: 2,
      pmds_skippedinactive: 3,
      pmds_failedvalue: 1,
      pmds_seconds: 2,
      pmds_counts: JSON.stringify(counts),
    });
  });

  it('IZ-02 writes beside the counts by which flag people opted out', async () => {
    const { deliver, calls } = delivering();
    const counts = { contact: { ...noOutcomes, 'skipped-opted-out': 3 }, lead: noOutcomes };
    await deliver({ kind: 'run-row', ...about, patch: { counts, optOuts: { donotbulkemail: 1, donotemail: 2 } } });
    const written: unknown = JSON.parse(String(calls[0]!.body['pmds_counts']));
    expect(written).toEqual({ ...counts, optOuts: { donotbulkemail: 1, donotemail: 2 } });
  });

  it('makes the run row where a refused start has none yet', async () => {
    const { deliver, calls } = delivering(({ headers }) =>
      headers['if-match'] === '*' ? refusal(404, 'Does Not Exist') : undefined,
    );
    await deliver({ kind: 'run-row', ...about, patch: { status: 'failed' } });
    expect(calls[1]!.body).toMatchObject({
      'pmds_DataSyncId@odata.bind': `/pmds_datasyncs(${dataSyncId})`,
      pmds_status: statusValue('failed'),
    });
  });

  it('lets go of a sync that was deleted', async () => {
    const { deliver } = delivering(() => refusal(404, 'Does Not Exist'));
    const patch = { status: 'completed' } as const;
    const messages = [{ kind: 'sync-row', ...about, patch }, trace(), { kind: 'run-row', ...about, patch }] as const;
    expect(await deliver(...messages)).toEqual({
      followUps: [],
      later: [],
      refused: [],
      gone: [dataSyncId],
      unsent: [],
    });
  });

  it.each([[408], [412], [500], [503]])('comes again when Dataverse answers %d', async (status) => {
    const { deliver } = delivering(() => refusal(status, 'Not now.'));
    const delivery = deliver({ kind: 'run-row', ...about, patch: { errors: 1 } });
    await expect(delivery).rejects.toMatchObject({ status });
  });

  it('S1 keeps what may not be written apart, without trying column by column', async () => {
    const { deliver, calls } = delivering(() =>
      refusal(403, 'Caller does not have permission to update column.', '0x8004f507'),
    );
    const { refused } = await deliver({
      kind: 'sync-row',
      ...about,
      patch: { errors: 1, status: 'completed', contactsSynced: 3, leadsSynced: 4 },
    });
    expect(refused).toMatchObject([
      { refusal: { status: 403, columns: ['pmds_status', 'pmds_contactssynced', 'pmds_leadssynced', 'pmds_errors'] } },
    ]);
    expect(calls).toHaveLength(2);
  });

  it('S1 writes every column but the one that Dataverse does not take', async () => {
    const written = new Map<string, unknown>();
    const { deliver } = delivering(({ path, body }) => {
      if (!path.startsWith('pmds_syncruns')) return undefined;
      if ('pmds_seconds' in body) {
        return refusal(400, 'A validation error occurred on pmds_seconds; ask ada@example.com.', '0x80044331');
      }
      for (const [name, value] of Object.entries(body)) written.set(name, value);
      return undefined;
    });
    const patch = { status: 'completed', errors: 0, apiCalls: 3, seconds: -4, removed: 2 } as const;
    const { refused } = await deliver({ kind: 'run-row', ...about, patch });
    expect(refused).toMatchObject([
      { message: { kind: 'run-row' }, refusal: { status: 400, code: '0x80044331', columns: ['pmds_seconds'] } },
    ]);
    expect(refused[0]?.refusal.reason).toBe('A validation error occurred on pmds_seconds; ask …@….');
    expect([...written.keys()].sort()).toEqual(['pmds_apicalls', 'pmds_errors', 'pmds_removed', 'pmds_status']);
  });

  it('S1 finds the one Trace row of many that is refused, and writes all others', async () => {
    const traces = Array.from({ length: 40 }, (_, at) =>
      trace({ id: `55555555-5555-5555-8555-${String(at).padStart(12, '0')}`, member: null }),
    );
    const bad = '55555555-5555-5555-8555-000000000017';
    const written = new Set<unknown>();
    const { deliver } = delivering(({ body }) => {
      const targets = (body['Targets'] ?? []) as readonly Readonly<Record<string, unknown>>[];
      if (targets.some((row) => row['pmds_errortraceid'] === bad)) return refusal(400, 'Not this one.');
      for (const row of targets) written.add(row['pmds_errortraceid']);
      return undefined;
    });
    const { refused } = await deliver(...traces);
    expect(refused.map(({ message }) => message.kind === 'trace' && message.trace.id)).toEqual([bad]);
    expect(written.size).toBe(39);
  });

  it('S1 gives up after the last attempt what Dataverse fails at', async () => {
    const dataverse = scriptedDataverse(() => refusal(500, 'Unexpected.'));
    const reporting = {
      organizationUrl: 'https://contoso.example',
      mailFrom: null,
      smtpUrl: null,
      mailRetrySeconds: 300,
    };
    const { outbox } = createReporting({ client: dataverse.client, clock, hashing: nodeHashing, reporting });
    const given = entries({ kind: 'run-row', ...about, patch: { errors: 1 } });
    const { refused } = await deliverEntries({ ...outbox, ...noResponses }, given, { ...once, lastAttempt: true });
    expect(refused).toMatchObject([{ refusal: { status: 500 } }]);
  });

  it('S1 never sends half a character, wherever a text is cut', async () => {
    const { deliver, calls } = delivering();
    const { maxLength } = Tables.dataSync.columns.message;
    await deliver({ kind: 'sync-row', ...about, patch: { message: '😀'.repeat(maxLength), readiness: 'a\uD83D b' } });
    for (const text of [calls[0]!.body['pmds_message'], calls[0]!.body['pmds_readinessreasons']]) {
      expect(String(text)).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    }
  });

  it('shortens texts to their columns', async () => {
    const { deliver, calls } = delivering();
    await deliver({ kind: 'sync-row', ...about, patch: { message: 'é'.repeat(100_000) } });
    const { maxLength } = Tables.dataSync.columns.message;
    expect(calls[0]!.body['pmds_message']).toHaveLength(maxLength);
  });

  it('CD-26 sends no mail to nobody', async () => {
    const { deliver, calls } = delivering();
    await deliver({ kind: 'mail', ...about, notice: aNotice({ to: [] }) });
    expect(calls).toEqual([]);
  });
});
