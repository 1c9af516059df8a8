import type { AddressInfo } from 'node:net';
import type { FailureCode } from '@pmds/bridge/domain/failures';
import type { Bridge, BridgeEnvironment } from '@pmds/scripts/processes/bridge-process';
import { actorValue } from '@pmds/contracts/run/actors';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

interface Mail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
}

let world: EdgesWorld;
let bridge: Bridge | null = null;
let env: BridgeEnvironment;
const received: Email[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      void PostalMime.parse(Buffer.concat(parts)).then((mail) => received.push(mail));
      done();
    });
  },
});

/** The only bridge there is, with a mail server or without. */
async function serving(more: BridgeEnvironment = {}): Promise<void> {
  await bridge?.child.stop();
  env = world.environment(more);
  bridge = await world.serve(env);
  const { code, stdout, stderr } = await pmds(env, 'setup', '--webhook-url', bridge.url);
  if (code !== 0) throw new Error(stdout + stderr);
}

async function mailsOf(name: string): Promise<readonly Mail[]> {
  const all = (await world.admin('GET', 'mailbox.json')) as readonly Mail[];
  return all.filter(({ subject }) => subject.startsWith(`${name}: `));
}

const arrival = (name: string) =>
  until('the mail has arrived', async () => {
    const [mail] = await mailsOf(name);
    return mail;
  });

const warning = (dataSyncId: string, code: FailureCode) =>
  until('the warning is in the Error Trace', async () => {
    const filter = `_pmds_datasyncid_value eq ${dataSyncId} and pmds_reasoncode eq '${code}'`;
    const [trace] = await world.rows(`pmds_errortraces?$filter=${encodeURIComponent(filter)}`);
    return trace;
  });

beforeAll(async () => {
  world = await anEdgesWorld();
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await world.admin('DELETE', 'faults');
  await world.admin('POST', 'settings', { allowUnresolvedRecipients: false });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

describe('the completion mail, by Dataverse', () => {
  beforeAll(() => serving());

  it('CD-26 tells the user behind the address of a completed run, from the queue', async () => {
    const id = await world.aSync({ pmds_name: 'Completed one' });
    const runId = await world.start(id);
    const row = await world.ended(id, runId);
    const mail = await arrival('Completed one');
    expect(mail).toMatchObject({ subject: 'Completed one: Completed', from: 'profiles@local.example' });
    expect(mail.to).toContain('ada.admin@local.example');
    expect(mail.html).toContain('2 of 2 members are ready');
    expect(mail.html).toContain(id);
    expect(row['pmds_errors']).toBe(0);
  });

  it('CD-26 tells of a failed start, with the sentence that the row shows', async () => {
    const id = await world.aSync({ pmds_name: 'Failed one', pmds_fields: null });
    const row = await world.ended(id, await world.start(id));
    const mail = await arrival('Failed one');
    expect(mail.subject).toBe('Failed one: Failed');
    expect(row['pmds_message']).toContain('No Contact field is selected');
    expect(mail.html).toContain('No Contact field is selected');
  });

  it('CD-26 tells of a run that was cancelled', async () => {
    await world.admin('POST', 'faults', { kind: 'slow', milliseconds: 60_000, count: 9, match: 'fetchXml' });
    const id = await world.aSync({ pmds_name: 'Cancelled one' });
    const runId = await world.start(id);
    await until('the run is on its way', async () => {
      const row = await world.row(`pmds_datasyncs(${id})`);
      return row['_pmds_currentrunid_value'] === runId && row['pmds_status'] === 742_100_002;
    });
    expect((await pmds(env, 'cancel', '--run', runId)).code).toBe(0);
    expect((await world.ended(id, runId))['pmds_status']).toBe(742_100_007);
    expect((await arrival('Cancelled one')).subject).toBe('Cancelled one: Cancelled');
  });

  it('CD-26 leaves a warning and a completed run, when nobody in Dataverse has the address', async () => {
    const emails = 'stranger@elsewhere.example;sam.service@local.example';
    const id = await world.aSync({ pmds_name: 'Stranger', pmds_notificationemails: emails });
    const row = await world.ended(id, await world.start(id));
    expect(row['pmds_status']).toBe(742_100_004);
    expect((await arrival('Stranger')).to).toContain('sam.service@local.example');
    const trace = await warning(id, 'MAIL_NOT_SENT');
    expect(trace['pmds_severity']).toBe('Warning');
    expect(trace['pmds_message']).toContain('1 address of Notification E-mail');
    expect((await world.row(`pmds_datasyncs(${id})`))['pmds_completionmail']).toContain('stranger@elsewhere.example');
    expect(trace['pmds_message']).toContain('Allow messages with unresolved email recipients to be sent');
    expect(row['pmds_errors']).toBe(0);
    expect(await world.rows("emails?$select=subject&$filter=subject eq 'Stranger: Completed'")).toHaveLength(1);
  });

  it('RT-18 files a refusal of Dataverse under a code of its own, for an administrator', async () => {
    const fault = { kind: 'status', status: 400, code: '0x8004480d', count: 9, match: 'SendEmail' };
    await world.admin('POST', 'faults', fault);
    const id = await world.aSync({ pmds_name: 'May not send' });
    await world.ended(id, await world.start(id));
    const trace = await warning(id, 'MAIL_REFUSED_BY_DATAVERSE');
    expect([trace['pmds_actor'], trace['pmds_retryable']]).toEqual([actorValue('administrator'), false]);
  });

  it('CD-26 goes to a bare address where the organization allows that', async () => {
    await world.admin('POST', 'settings', { allowUnresolvedRecipients: true });
    const emails = 'bare@elsewhere.example';
    const id = await world.aSync({ pmds_name: 'Allowed', pmds_notificationemails: emails });
    await world.start(id);
    expect((await arrival('Allowed')).to).toContain(emails);
  });
});

describe('the completion mail, by nobody', () => {
  it('RT-18 is missed for want of a sender where PMDS_MAIL_FROM is an address that no queue or user has', async () => {
    await serving({ PMDS_MAIL_FROM: 'nobody@local.example' });
    const id = await world.aSync({ pmds_name: 'No sender' });
    await world.ended(id, await world.start(id));
    const trace = await warning(id, 'MAIL_SENDER_MISSING');
    expect(trace['pmds_message']).toContain('PMDS_MAIL_FROM');
    expect(trace['pmds_actor']).toBe(actorValue('administrator'));
  });
});

describe('the completion mail, by a mail server', () => {
  it('CD-26 goes by SMTP, in HTML and text, where Dataverse refuses the address', async () => {
    const { port } = smtp.server.address() as AddressInfo;
    const more = { PMDS_SMTP_URL: `smtp://127.0.0.1:${port}`, PMDS_MAIL_FROM: 'profiles@local.example' };
    await serving(more);
    const emails = 'outside@elsewhere.example';
    const id = await world.aSync({ pmds_name: 'Über SMTP', pmds_notificationemails: emails });
    await world.start(id);
    const mail = await until('the mail server has the mail', () =>
      received.find(({ subject }) => subject?.startsWith('Über SMTP')),
    );
    expect(mail.subject).toBe('Über SMTP: Completed');
    expect(mail.to).toEqual([{ address: emails, name: '' }]);
    expect(mail.html).toContain('2 of 2 members are ready');
    expect(mail.text).toContain('2 of 2 members are ready');
    expect(await mailsOf('Über SMTP')).toEqual([]);
  });

  it('CD-26 leaves a warning when the mail server does not answer', async () => {
    await serving({ PMDS_SMTP_URL: 'smtp://me:secret@127.0.0.1:9', PMDS_MAIL_FROM: 'profiles@local.example' });
    const id = await world.aSync({ pmds_name: 'No server', pmds_notificationemails: 'outside@elsewhere.example' });
    const row = await world.ended(id, await world.start(id));
    const trace = await warning(id, 'MAIL_SERVER_UNREACHABLE');
    expect(trace['pmds_message']).toContain('PMDS_SMTP_URL');
    expect(trace['pmds_message']).not.toContain('secret');
    expect(row['pmds_status']).toBe(742_100_004);
  });
});
