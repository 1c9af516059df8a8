import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { completionMail } from '@pmds/bridge/adapters/dataverse/mail/completion-mail';
import { createCompletionMailer, type MailDelivery } from '@pmds/bridge/adapters/dataverse/mail/completion-mailer';
import { mailReport } from '@pmds/bridge/adapters/dataverse/mail/mail-report';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { aNotice, dataSyncId, runId } from './builders.js';
import { clock, refusal, rows, scriptedDataverse, type Answer, type Call } from './scripted-dataverse.js';

const url = 'https://contoso.example/main.aspx?a=1&b=2';

describe('the text of the completion mail', () => {
  it('CD-26 says counts by kind and reason, errors, duration, readiness and where the record is', () => {
    const { subject, html, text } = completionMail(aNotice(), url, 'en');
    expect(subject).toBe('Spring mailing: Completed with errors');
    for (const part of [html, text]) {
      expect(part).toContain('11,940 of 12,040 members are ready for prefilled forms, 40 could not be synced.');
      expect(part).toContain('Skipped: inactive');
      expect(part).toContain('Failed: value not allowed');
      expect(part).toContain('1 h 4 min 9 s');
      expect(part).toContain(
        '11,940 of 12,040 members ready (99.1 %). Not ready: 40 with a value that is not allowed, 60 inactive.',
      );
      expect(part).not.toContain('Skipped: deleted');
    }
    expect(text).toContain('Skipped: inactive: 60 contacts, 0 leads');
    expect(text).toContain(url);
    expect(html).toContain('href="https://contoso.example/main.aspx?a=1&#38;b=2"');
  });

  it('CD-26 counts one as one', () => {
    const one = { ...noOutcomes, synced: 1 };
    const { text } = completionMail(
      aNotice({ status: 'completed', members: { contact: 1, lead: 0 }, counts: { contact: one, lead: noOutcomes } }),
      url,
      'en',
    );
    expect(text).toContain('1 of 1 member is ready for prefilled forms.');
    expect(text).toContain('Synced: 1 contact, 0 leads');
  });

  it.each(['completed', 'completed-with-errors', 'failed', 'cancelled'] as const)('CD-26 exists for %s', (status) => {
    const nothing = { members: { contact: 0, lead: 0 }, counts: { contact: noOutcomes, lead: noOutcomes } };
    const { html, text } = completionMail(aNotice({ status, ...nothing, startedAt: null, message: 'Why.' }), url, 'en');
    const explained = status === 'failed' || status === 'cancelled';
    for (const part of [html, text]) expect(part.includes('Why.')).toBe(explained);
    expect(html).not.toContain('undefined');
  });

  it.each([
    ['en', 'Cancelled', 'The sync was deleted'],
    ['de', 'Abgebrochen', 'Der Abgleich wurde gelöscht'],
    ['fr', 'Annulée', 'La synchronisation a été supprimée'],
    ['he', 'בוטל', 'הסנכרון נמחק'],
  ] as const)('E6 says in %s that the sync was deleted, and opens no row', (language, status, sentence) => {
    const notice = aNotice({ status: 'cancelled', safeToSend: false, message: 'In English.', rowIsGone: true });
    const { subject, html, text } = completionMail(notice, url, language);
    expect(subject).toBe(`Spring mailing: ${status}`);
    for (const part of [html, text]) {
      expect(part).toContain(sentence);
      expect(part).not.toContain('In English.');
      expect(part).not.toContain('contoso.example');
    }
  });

  it.each([
    [
      'de',
      'Mit Fehlern abgeschlossen',
      '11.940 von 12.040 Mitgliedern sind bereit',
      'Nicht bereit: 40 mit',
      '60 Kontakte',
    ],
    ['fr', 'Terminée avec des erreurs', 'membres sur', 'Pas prêts : 40 avec', '60 contacts'],
    ['he', 'הושלם עם שגיאות', '11,940 מתוך 12,040 חברים', 'לא מוכנים: ', '60 אנשי קשר'],
  ] as const)('CD-26 speaks %s, with its numbers and no English left', (language, status, ready, others, people) => {
    const { subject, html, text } = completionMail(aNotice(), url, language);
    expect(subject).toBe(`Spring mailing: ${status}`);
    for (const part of [html, text]) {
      expect(part).toContain(ready);
      expect(part).toContain(others);
      expect(part).not.toMatch(/\b(members|Ready|Skipped|Errors|Duration|Open|Yes|No)\b/);
      expect(part).not.toMatch(/\{\d/);
    }
    expect(text).toContain(people);
    expect(html).toContain(language === 'he' ? 'dir="rtl"' : 'dir="ltr"');
  });

  it('keeps names of any script and shows markup as text', () => {
    const { html, subject } = completionMail(aNotice({ name: 'אביב <b>&"' }), url, 'en');
    expect(html).toContain('אביב &#60;b&#62;&#38;&#34;');
    expect(html).not.toContain('<b>');
    expect(subject).toContain('אביב <b>&"');
  });

  it.each(['failed', 'cancelled'] as const)(
    'shows markup in the reason of a %s run, and in a warning, as text',
    (status) => {
      const reason = 'List "<img src=x onerror=alert(1)>" & its \'query\' was refused.';
      const { html, text } = completionMail(aNotice({ status, message: reason, readiness: reason }), url, 'en');
      expect(text).toContain(reason);
      expect(html).not.toContain('<img');
      expect(html).toContain('&#60;img src=x onerror=alert(1)&#62;&#34; &#38; its &#39;query&#39;');
    },
  );
});

const queue = { queueid: 'q1', emailaddress: 'sync@example.com' };
const user = { systemuserid: 'u1', internalemailaddress: 'Ada@example.com' };

function mailing(
  to: readonly string[] | null,
  script: (call: Call) => Answer = () => undefined,
  mailFrom: string | null = null,
  name = 'Spring mailing',
) {
  const dataverse = scriptedDataverse((call) => {
    const own = script(call);
    if (own !== undefined) return own;
    if (call.path.startsWith('queues?$select=queueid&')) return rows(queue);
    if (call.path.startsWith('systemusers')) return rows(user);
    if (call.method === 'GET' && call.path.startsWith('emails(')) return refusal(404, 'Does Not Exist');
    return call.method === 'GET' ? rows() : undefined;
  });
  const reporting = {
    organizationUrl: 'https://contoso.example',
    mailFrom,
    smtpUrl: null,
    mailRetrySeconds: 300,
  };
  const send = createCompletionMailer({ client: dataverse.client, clock, hashing: nodeHashing, reporting });
  const message = { kind: 'mail', subject: aboutRun({ runId, dataSyncId }), notice: aNotice({ to, name }) } as const;
  return { ...dataverse, send: () => send(message, new AbortController().signal) };
}

/** The mail is on its way to everybody. */
const everybody = { unsent: [], again: null };
const reported = (delivery: MailDelivery) =>
  mailReport({ kind: 'mail', subject: aboutRun({ runId, dataSyncId }), notice: aNotice() }, delivery, {
    clock,
    hashing: nodeHashing,
  });
const created = (calls: readonly Call[]) => calls.filter(({ path }) => path === 'emails');
const sent = (calls: readonly Call[]) => calls.filter(({ path }) => path.endsWith('SendEmail'));

describe('the way of the completion mail', () => {
  it('CD-26 goes from a queue to the user behind the address, by SendEmail', async () => {
    const { send, calls } = mailing(['ada@example.com']);
    expect(await send()).toEqual(everybody);
    expect(created(calls)[0]!.body).toMatchObject({
      directioncode: true,
      email_activity_parties: [
        { 'partyid_queue@odata.bind': '/queues(q1)', participationtypemask: 1 },
        { 'partyid_systemuser@odata.bind': '/systemusers(u1)', participationtypemask: 2 },
      ],
    });
    expect(sent(calls)[0]!.body).toEqual({ IssueSend: true });
  });

  it.each([
    ['has none of its own', '', 'Summer of the row: Completed with errors'],
    ['knows its own', 'Spring mailing', 'Spring mailing: Completed with errors'],
  ])('asks the row whom to tell, and takes its name where the run %s', async (_, name, subject) => {
    const body = { pmds_name: 'Summer of the row', pmds_notificationemails: 'ada@example.com' };
    const { send, calls } = mailing(
      null,
      ({ method, path }) =>
        method === 'GET' && path.startsWith('pmds_datasyncs(') ? { status: 200, body } : undefined,
      null,
      name,
    );
    expect(await send()).toEqual(everybody);
    expect(created(calls)[0]!.body['subject']).toBe(subject);
  });

  it('CD-26 speaks the base language of the organisation', async () => {
    const { send, calls } = mailing(['ada@example.com'], ({ path }) =>
      path.startsWith('organizations') ? rows({ languagecode: 1031 }) : undefined,
    );
    await send();
    expect(created(calls)[0]!.body['subject']).toBe('Spring mailing: Mit Fehlern abgeschlossen');
  });

  it('CD-26 is English where Dataverse does not tell its language', async () => {
    const { send, calls } = mailing(['ada@example.com'], ({ path }) =>
      path.startsWith('organizations') ? refusal(403, 'No privilege.') : undefined,
    );
    expect(await send()).toEqual(everybody);
    expect(created(calls)[0]!.body['subject']).toBe('Spring mailing: Completed with errors');
  });

  it('is made once: a repetition finds the e-mail by its id and does not send it again', async () => {
    const first = mailing(['ada@example.com']);
    await first.send();
    const id = created(first.calls)[0]!.body['activityid'] as string;
    const again = mailing(['ada@example.com'], ({ method, path }) =>
      method === 'GET' && path.startsWith(`emails(${id})`) ? { status: 200, body: { statuscode: 6 } } : undefined,
    );
    await again.send();
    expect(created(again.calls)).toEqual([]);
    expect(sent(again.calls)).toEqual([]);
  });

  it('is neither traced nor taken back when the answer to an earlier attempt was lost', async () => {
    let made = false;
    const { send, calls } = mailing(['ada@example.com'], ({ method, path }) => {
      if (method === 'GET' && path.startsWith('emails(')) {
        return made ? { status: 200, body: { statuscode: 6 } } : refusal(404, 'Does Not Exist');
      }
      if (path === 'emails') {
        made = true;
        return refusal(412, 'Cannot insert duplicate key.', '0x80040237');
      }
      return undefined;
    });
    expect(await send()).toEqual(everybody);
    expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('counts as sent when somebody else sent it between the look and the sending', async () => {
    let looks = 0;
    const { send, calls } = mailing(['ada@example.com'], ({ method, path }) => {
      if (path.endsWith('SendEmail')) return refusal(400, 'The e-mail has already been sent.');
      if (method !== 'GET' || !path.startsWith('emails(')) return undefined;
      looks += 1;
      return { status: 200, body: { statuscode: looks === 1 ? 1 : 3 } };
    });
    expect(await send()).toEqual(everybody);
    expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('sends a draft that an interrupted attempt left behind', async () => {
    const { send, calls } = mailing(['ada@example.com'], ({ method, path }) =>
      method === 'GET' && path.startsWith('emails(') ? { status: 200, body: { statuscode: 1 } } : undefined,
    );
    await send();
    expect(created(calls)).toEqual([]);
    expect(sent(calls)).toHaveLength(1);
  });

  it('CD-26 leaves a warning that names the setting, when an address nobody has is refused, and reaches the others', async () => {
    const refused = 'it has unresolved recipients';
    let drafts = 0;
    const { send, calls } = mailing(['ada@example.com', 'nobody@example.com'], ({ path }) => {
      if (!path.endsWith('SendEmail')) return undefined;
      drafts += 1;
      return drafts === 2 ? refusal(400, refused, '0x80040203') : undefined;
    });
    const delivery = await send();
    expect(delivery.again).toBeNull();
    expect(delivery.unsent).toEqual([
      { addresses: ['nobody@example.com'], reason: 'unresolved', detail: refused, againUntil: null },
    ]);
    const [warning, ...more] = reported(delivery).traces;
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ code: 'MAIL_NOT_SENT', severity: 'warning', member: null, stage: 'finish' });
    expect(warning!.message).toContain('1 address of Notification E-mail');
    expect(warning!.message).not.toContain('@');
    expect(warning!.message).toContain('"Allow messages with unresolved email recipients to be sent"');
    expect(warning!.message).toContain('PMDS_SMTP_URL');
    expect(created(calls).map(({ body }) => (body['email_activity_parties'] as unknown[]).length)).toEqual([2, 2]);
    expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it.each([
    [400, '0x8004480d'],
    [400, '0x8004480D'],
    [403, '0x80040220'],
  ])('CD-26 blames the sender and not the recipients, when the sender may not send: %i %s', async (status, code) => {
    const { send } = mailing(['nobody@example.com'], ({ path }) =>
      path.endsWith('SendEmail') ? refusal(status, 'User does not have send-as privilege.', code) : undefined,
    );
    const delivery = await send();
    const detail = 'User does not have send-as privilege.';
    expect(delivery.unsent).toMatchObject([{ reason: 'dataverse-refused', detail }]);
    expect(reported(delivery).traces).toMatchObject([{ code: 'MAIL_REFUSED_BY_DATAVERSE' }]);
  });

  it('CD-26 says what is missing when nobody could send', async () => {
    const { send } = mailing(['ada@example.com'], ({ path }) => (path.startsWith('queues') ? rows() : undefined));
    const [warning] = reported(await send()).traces;
    expect(warning).toMatchObject({ code: 'MAIL_SENDER_MISSING' });
    expect(warning!.message).toContain('PMDS_MAIL_FROM');
    expect(warning!.id).toBe(reported(await send()).traces[0]!.id);
  });

  it('CD-26 sends as nobody where PMDS_MAIL_FROM is the address of a contact: only queues and users send', async () => {
    const from = 'from@example.com';
    const of = (set: string) =>
      mailing(
        ['ada@example.com'],
        ({ path }) => {
          if (!decodeURIComponent(path).includes(from)) return undefined;
          if (!path.startsWith(set)) return rows();
          return rows({ contactid: 'c1', emailaddress1: from, queueid: 'q2', emailaddress: from });
        },
        from,
      );
    expect((await of('contacts').send()).unsent).toMatchObject([{ reason: 'no-sender' }]);
    expect(await of('queues').send()).toEqual(everybody);
  });

  it('comes again when Dataverse does not answer', async () => {
    const { send } = mailing(['ada@example.com'], ({ path }) =>
      path === 'emails' ? refusal(503, 'Service Unavailable') : undefined,
    );
    await expect(send()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('CD-26 asks the row whom to tell, when the run ended before it had read it', async () => {
    const { send, calls } = mailing(null, ({ path }) =>
      path.startsWith('pmds_datasyncs(')
        ? { status: 200, body: { pmds_name: 'Spring', pmds_notificationemails: 'nonsense; ada@example.com;' } }
        : undefined,
    );
    expect(await send()).toEqual(everybody);
    expect(created(calls)).toHaveLength(1);
  });

  it('says that the row names nobody, when the run ended before it had read it', async () => {
    const { send } = mailing(null, ({ path }) =>
      path.startsWith('pmds_datasyncs(') ? { status: 200, body: { pmds_notificationemails: 'nonsense' } } : undefined,
    );
    expect((await send()).unsent).toEqual([{ addresses: [], reason: 'no-address', detail: '', againUntil: null }]);
  });

  it('tells nobody of a sync that was deleted', async () => {
    const { send } = mailing(null, ({ path }) =>
      path.startsWith('pmds_datasyncs(') ? refusal(404, 'Does Not Exist') : undefined,
    );
    expect(await send()).toEqual({ ...everybody, nobodyKnown: true });
  });

  it('D4 writes to no contact who wants no mail', async () => {
    const { send, calls } = mailing(['ada@example.com'], ({ path }) =>
      path.startsWith('systemusers') ? rows() : undefined,
    );
    await send();
    expect(calls.find(({ path }) => path.startsWith('contacts'))!.path).toContain('donotemail ne true');
  });

  it.each([
    ['systemusers', 'isdisabled eq false'],
    ['queues', 'statecode eq 0'],
    ['contacts', 'statecode eq 0'],
  ])('D4 writes to none of %s who is disabled', async (set, alive) => {
    const { send, calls } = mailing(['ada@example.com'], ({ path }) =>
      path.startsWith('systemusers') ? rows() : undefined,
    );
    await send();
    const asked = calls.find(({ path }) => path.startsWith(`${set}?`) && path.includes('ada@example.com'));
    expect(asked?.path).toContain(`(`);
    expect(decodeURIComponent(asked?.path ?? '')).toMatch(new RegExp(`\\) and ${alive}`));
  });

  it.each(['ADA@EXAMPLE.COM', 'Ada@Example.com', 'ada@example.com'])(
    'CD-26 finds the user behind %s, whatever the capitals on either side',
    async (address) => {
      for (const stored of ['ada@example.com', 'ADA@Example.COM']) {
        const { send, calls } = mailing([address], ({ path }) =>
          path.startsWith('systemusers') ? rows({ ...user, internalemailaddress: stored }) : undefined,
        );
        expect(await send()).toEqual(everybody);
        expect(created(calls)[0]!.body).toMatchObject({
          email_activity_parties: [
            { participationtypemask: 1 },
            { 'partyid_systemuser@odata.bind': '/systemusers(u1)', participationtypemask: 2 },
          ],
        });
      }
    },
  );

  it('asks with quotes doubled', async () => {
    const { send, calls } = mailing(["o'hara@example.com"]);
    await send();
    expect(calls.find(({ path }) => path.startsWith('systemusers'))!.path).toContain("'o''hara@example.com'");
  });
});
