import type { AddressInfo } from 'node:net';
import type { Bridge } from '@pmds/scripts/processes/bridge-process';
import { parseMailOutcome } from '@pmds/contracts/run/mail-outcome';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import { until } from '../support/waiting';
import { anEdgesWorld, pmds, type EdgesWorld } from './edges-world';

/** A mail server that treats each address as its name says. */
class MailServer {
  readonly mails: string[][] = [];
  readonly #puttingOff = new Set<string>();
  readonly #server: SMTPServer;

  constructor({ encrypted = false } = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('5.7.8 refused'), { responseCode: 535 })),
      onMailFrom: ({ address }, _session, done) => {
        const refused = address.startsWith('unwanted');
        done(refused ? Object.assign(new Error('5.7.1 not yours'), { responseCode: 550 }) : null);
      },
      ...(encrypted ? {} : { disabledCommands: ['STARTTLS'] }),
      logger: false,
      onRcptTo: ({ address }, _session, done) => done(this.#refusalOf(address)),
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          this.mails.push(session.envelope.rcptTo.map((to: SMTPServerAddress) => to.address));
          done();
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  #refusalOf(address: string): Error | null {
    if (address.startsWith('unknown')) return Object.assign(new Error('no such user'), { responseCode: 550 });
    if (address.startsWith('grey') && !this.#puttingOff.has(address)) {
      this.#puttingOff.add(address);
      return Object.assign(new Error('4.7.1 try later'), { responseCode: 451 });
    }
    return null;
  }

  listen(): Promise<number> {
    return new Promise((resolve) =>
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.server.address() as AddressInfo).port)),
    );
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

let world: EdgesWorld;
let bridge: Bridge | null = null;
const plain = new MailServer();
const encrypted = new MailServer({ encrypted: true });

async function servingWith(smtpUrl: string | null, from = 'profiles@local.example'): Promise<void> {
  await bridge?.child.stop();
  const smtp = smtpUrl === null ? {} : { PMDS_SMTP_URL: smtpUrl, PMDS_MAIL_FROM: from };
  const env = world.environment({ ...smtp, PMDS_MAIL_RETRY_SECONDS: '1' });
  bridge = await world.serve(env);
  const { code, stdout, stderr } = await pmds(env, 'setup', '--webhook-url', bridge.url);
  if (code !== 0) throw new Error(stdout + stderr);
}

const outcomeOf = async (id: string) =>
  parseMailOutcome((await world.row(`pmds_datasyncs(${id})`))['pmds_completionmail']);
const warnings = (id: string) =>
  world.rows(
    `pmds_errortraces?$filter=${encodeURIComponent(`_pmds_datasyncid_value eq ${id} and startswith(pmds_reasoncode,'MAIL_')`)}`,
  );
const openWarnings = async (id: string) => (await warnings(id)).filter(({ statecode }) => statecode === 0);

/** What its open warnings are filed under, once there are any. */
async function codesOf(id: string): Promise<readonly unknown[]> {
  const open = await until('the warning is in the Error Trace', async () => {
    const found = await openWarnings(id);
    return found.length > 0 && found;
  });
  return open.map((trace) => trace['pmds_reasoncode']);
}

async function ran(emails: string): Promise<string> {
  const id = await world.aSync({ pmds_name: `To ${emails}`.slice(0, 90), pmds_notificationemails: emails });
  expect((await world.ended(id, await world.start(id)))['pmds_status']).toBe(742_100_004);
  return id;
}

beforeAll(async () => {
  world = await anEdgesWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await plain.close();
  await encrypted.close();
});

describe('a mail server that takes some of a mail', () => {
  beforeAll(async () => servingWith(`smtp://127.0.0.1:${await plain.listen()}`));

  it('D1 reaches the one address of two that the server knows, and says on the row which it did not', async () => {
    const id = await ran('known@elsewhere.example;unknown@elsewhere.example');
    const outcome = await until('the row says who was not reached', () => outcomeOf(id));
    expect(outcome.unsent).toEqual([
      { addresses: ['unknown@elsewhere.example'], reason: 'recipient-refused', detail: '550', againUntil: null },
    ]);
    expect(plain.mails).toContainEqual(['known@elsewhere.example']);
    const [warning, ...more] = await until('the warning is in the Error Trace', async () => {
      const open = await openWarnings(id);
      return open.length > 0 && open;
    });
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ pmds_severity: 'Warning', pmds_reasoncode: 'MAIL_NOT_SENT' });
    expect(warning!['pmds_message']).toContain('answer 550');
    expect(warning!['pmds_message']).not.toContain('@');
  });

  it('D1 says so of all of them', async () => {
    const id = await ran('unknown1@elsewhere.example;unknown2@elsewhere.example');
    const outcome = await until('the row says who was not reached', () => outcomeOf(id));
    expect(outcome.unsent[0]!.addresses).toHaveLength(2);
  });

  it('D2 sends again to who was put off, to nobody else, and takes the warning back', async () => {
    const id = await ran('grey@elsewhere.example;there@elsewhere.example');
    await until('the mail was taken', () => plain.mails.some((to) => to.join() === 'grey@elsewhere.example'));
    await until('the row says no more', async () => (await outcomeOf(id)) === null);
    expect(plain.mails.filter((to) => to.includes('there@elsewhere.example'))).toHaveLength(1);
    await until('the warning is closed', async () => (await openWarnings(id)).length === 0);
    expect(await warnings(id)).toMatchObject([{ pmds_reasoncode: 'MAIL_DEFERRED', pmds_retryable: true }]);
  });

  it('D2 says that it tries again, and until when, while the server puts it off', async () => {
    await plain.close();
    const id = await ran('later@elsewhere.example');
    const outcome = await until('the row says what is wrong', () => outcomeOf(id));
    expect(outcome.unsent[0]).toMatchObject({ reason: 'unreachable', detail: 'ECONNREFUSED' });
    expect(Date.parse(outcome.unsent[0]!.againUntil!)).toBeGreaterThan(Date.now() + 20 * 3_600_000);
    expect(await codesOf(id)).toEqual(['MAIL_SERVER_UNREACHABLE']);
  });
});

it.each([
  ['the sender', 'MAIL_REFUSED_BY_SERVER', '', 'unwanted@local.example'],
  ['the user', 'MAIL_SIGN_IN_FAILED', 'me:wrong@', 'profiles@local.example'],
])('RT-18 files a mail server that refuses %s under %s, for the operator', async (_, code, user, from) => {
  const server = new MailServer();
  await servingWith(`smtp://${user}127.0.0.1:${await server.listen()}`, from);
  try {
    expect(await codesOf(await ran('somebody@elsewhere.example'))).toEqual([code]);
    expect(server.mails).toEqual([]);
  } finally {
    await server.close();
  }
});

it('D3 names the certificate that is not trusted', async () => {
  await servingWith(`smtp://127.0.0.1:${await encrypted.listen()}`);
  const id = await ran('secure@elsewhere.example');
  const outcome = await until('the row says what is wrong', () => outcomeOf(id));
  expect(outcome.unsent[0]!.reason).toBe('certificate');
  const warning = await until('the warning is in the Error Trace', async () => (await openWarnings(id))[0]);
  expect(warning['pmds_message']).toContain('NODE_EXTRA_CA_CERTS');
  expect(warning['pmds_reasoncode']).toBe('MAIL_SERVER_NOT_TRUSTED');
});

describe('a mail that Dataverse alone could send', () => {
  beforeAll(() => servingWith(null));

  it('D4 says at the start whom the mail will not reach', async () => {
    await world.admin('POST', 'faults', { kind: 'slow', milliseconds: 60_000, count: 9, match: 'contacts?fetchXml' });
    const id = await world.aSync({ pmds_notificationemails: 'ada.admin@local.example;stranger@elsewhere.example' });
    const runId = await world.start(id);
    const outcome = await until('the row says it before a member is read', () => outcomeOf(id));
    expect(outcome).toEqual({
      state: 'foreseen',
      unsent: [{ addresses: ['stranger@elsewhere.example'], reason: 'unresolved', detail: '', againUntil: null }],
    });
    await world.admin('DELETE', 'faults');
    await world.ended(id, runId);
    await until('the row says it again', async () => (await outcomeOf(id))?.state === 'unsent');
    expect((await world.row(`pmds_datasyncs(${id})`))['pmds_errors']).toBe(0);
  });

  it('D4 forgets what it said when a later run reaches everybody', async () => {
    const id = await ran('stranger@elsewhere.example');
    await until('the row says it', () => outcomeOf(id));
    await world.call('PATCH', `pmds_datasyncs(${id})`, { pmds_notificationemails: 'ada.admin@local.example' });
    await world.ended(id, await world.start(id));
    expect(await outcomeOf(id)).toBeNull();
  });
});
