import { noOutcomes } from '@pmds/contracts/run/counts';
import type { OutboxMessage } from '@pmds/bridge/domain/outbox/outbox';
import { laneOf, outboxKinds } from '@pmds/bridge/domain/outbox/outbox';
import { readMessage, readStored, storedMessage } from '@pmds/bridge/domain/outbox/stored-message';
import { aboutRun, laneOfSubject, rowSubject, serviceSubject } from '@pmds/bridge/domain/outbox/subject';
import { z } from 'zod';
import { aNotice, aTrace, contactId, dataSyncId, noon, otherRunId, runId, seconds } from './builders.js';

const subject = aboutRun({ runId, dataSyncId });
const counts = { contact: { ...noOutcomes, synced: 2 }, lead: noOutcomes };
const progress = { stage: 'read', done: 1, total: 2, ratePerSecond: 0.5, waiting: null, at: noon } as const;
const unsent = [{ addresses: ['a@example.org'], reason: 'no-sender', detail: '', againUntil: null }] as const;

/** One of each kind, with everything that it can say. */
const messages: readonly OutboxMessage[] = [
  {
    kind: 'sync-row',
    subject,
    only: ['pmds_errors'],
    patch: {
      ...{ status: 'waiting', startedAt: noon, completedAt: null, contactsSynced: 1, leadsSynced: 2, errors: 3 },
      ...{ currentRunId: runId, progress, safeToSend: false, readiness: 'No.', message: null },
      completionMail: { state: 'unsent', unsent },
    },
  },
  {
    kind: 'run-row',
    subject,
    patch: {
      ...{
        name: 'N',
        runType: 'retry',
        trigger: 'schedule',
        status: 'failed',
        requestedAt: noon,
        startedAt: seconds(1),
      },
      ...{ completedAt: seconds(2), members: { contact: 2, lead: 0 }, counts, optOuts: { donotemail: 1 }, errors: 0 },
      ...{
        removed: 4,
        newer: { members: 1, more: true },
        deliveries: 'csv',
        apiCalls: 5,
        seconds: 1.5,
        manifest: '{}',
      },
      brake: [
        { of: 'all', before: 9, now: 1 },
        { of: 'table', table: 'lead', before: 9, now: 1 },
        { of: 'list', id: contactId, name: 'L', before: 9, now: 1 },
      ],
      queries: {
        notes: [
          { kind: 'limit', list: 'L', said: 'top="5"' },
          { kind: 'zone', list: 'L', said: 'today', service: null, owner: 'Europe/Berlin' },
        ],
        more: 0,
      },
      message: 'M',
    },
  },
  { kind: 'trace', subject, trace: aTrace({ column: 'birthdate' }) },
  { kind: 'trace', subject, trace: aTrace({ member: null }) },
  { kind: 'close-traces', subject, ids: [contactId] },
  { kind: 'adopt-traces', subject, ids: [] },
  { kind: 'mail', subject, notice: aNotice({ to: null, startedAt: null, newer: { members: 0, more: false } }) },
  {
    kind: 'mail',
    subject,
    notice: aNotice({ rowIsGone: true }),
    attempts: { since: noon, failed: 1, reasons: ['unreachable'] },
  },
  {
    kind: 'submission',
    subject: { of: 'row', table: 'pmds_formsubmission', id: dataSyncId },
    submission: {
      ...{ id: dataSyncId, table: 'contact', memberId: contactId, formId: dataSyncId, formName: 'F' },
      ...{ receivedAt: noon, values: { a: 'x', b: ['1'], c: true, d: null }, ignored: ['e'], aside: 'too-fast' },
    },
  },
  {
    kind: 'submission-review',
    subject: { of: 'row', table: 'pmds_formsubmission', id: dataSyncId },
    order: { submissionId: dataSyncId, action: 'apply', by: contactId, at: noon, callId: 'c' },
  },
  {
    kind: 'link-state',
    subject: { of: 'row', table: 'pmds_webform', id: dataSyncId },
    state: 'suspended',
    reason: 'R',
    at: noon,
  },
];

describe('a message of the outbox as the store keeps it', () => {
  it.each(messages.map((message) => [message.kind, message] as const))(
    'comes back as it was, with its dates, by the schema of %s',
    (_, message) => {
      const read = readMessage(storedMessage(message));
      expect(read).toEqual({ ok: true, value: message });
    },
  );

  it('comes from every kind in this test', () => {
    expect(new Set(messages.map(({ kind }) => kind))).toEqual(new Set(Object.keys(outboxKinds)));
  });

  it('counts outcomes that the version before did not know as none', () => {
    const { payload, ...stored } = storedMessage({ kind: 'run-row', subject, patch: { counts } });
    const before = payload.replace(/"failed-value":0,?/g, '');
    expect(before).not.toBe(payload);
    const read = readMessage({ ...stored, payload: before });
    expect(read.ok && read.value).toMatchObject({ patch: { counts } });
  });

  const stored = storedMessage(messages[0]!);
  it.each([
    ['a kind of another version', { ...stored, kind: 'weather' }, 'does not know reports of the kind "weather"'],
    ['a kind that every object has', { ...stored, kind: 'constructor' }, 'does not know reports'],
    ['a payload that is no JSON', { ...stored, payload: '{' }, 'its payload is not JSON'],
    ['a subject that is none', { ...stored, subject: '{"of":"moon"}' }, 'its subject does not have the expected form'],
    [
      'a run whose id is none',
      { ...stored, subject: JSON.stringify({ ...subject, runId: 'secret' }) },
      'form at runId',
    ],
    ['a column that it does not know', { ...stored, payload: '{"patch":{"colour":"secret"}}' }, 'at patch (colour)'],
    ['a date that is none', { ...stored, payload: '{"patch":{"startedAt":"secret"}}' }, 'at patch.startedAt'],
    ['a state that is none', { ...stored, payload: '{"patch":{"status":"secret"}}' }, 'at patch.status'],
  ])('is refused in words for %s, without its values', (_, broken, words) => {
    const read = readMessage(broken);
    expect(read).toMatchObject({ ok: false, failure: expect.stringContaining(words) as string });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('is about a run, a row of a table, or neither', () => {
    const kinds = {
      'suppression-checked': { subject: rowSubject, payload: z.strictObject({ at: z.string() }) },
      'settings-changed': { subject: serviceSubject, payload: z.strictObject({}) },
    };
    const row = { of: 'row', table: 'pmds_formsubmission', id: contactId } as const;
    const about = (kind: string, of: object) =>
      readStored({ kind, subject: JSON.stringify(of), payload: kind.startsWith('s') ? '{"at":"now"}' : '{}' }, kinds);
    expect(about('suppression-checked', row)).toMatchObject({ ok: true, value: { subject: row, at: 'now' } });
    expect(about('suppression-checked', subject)).toMatchObject({ ok: false });
    const service = readStored({ kind: 'settings-changed', subject: '{"of":"service"}', payload: '{}' }, kinds);
    expect(service).toMatchObject({ ok: true, value: { subject: { of: 'service' } } });
  });

  it('waits in the lane of its sync or row; a mail that is tried again waits alone, a submit behind those of its person', () => {
    const row = { of: 'row', table: 'pmds_formsubmission', id: contactId } as const;
    const lanes = [laneOfSubject(subject), laneOfSubject(aboutRun({ runId: otherRunId, dataSyncId }))];
    expect(lanes).toEqual([dataSyncId, dataSyncId]);
    expect([laneOfSubject(row), laneOfSubject({ of: 'service' })]).toEqual([
      `pmds_formsubmission ${contactId}`,
      'service',
    ]);
    expect(messages.map(laneOf).filter((lane) => lane !== dataSyncId)).toEqual([
      `mail ${runId}`,
      `submissions of contact ${contactId}`,
      `pmds_formsubmission ${dataSyncId}`,
      `pmds_webform ${dataSyncId}`,
    ]);
  });
});
