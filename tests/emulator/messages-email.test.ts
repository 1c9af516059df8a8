import { guidOfName } from '@pmds/emulator/model/guid';
import { aWorld, type World } from './server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/email-activity-entities
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const from = async () => {
  const { body } = await world.call('GET', 'queues?$select=queueid');
  return { 'partyid_queue@odata.bind': `/queues(${String(body.value?.[0]?.['queueid'])})`, participationtypemask: 1 };
};
const send = (email: string) =>
  world.call('POST', `emails(${email})/Microsoft.Dynamics.CRM.SendEmail`, { IssueSend: true });
const mails = async () =>
  (await world.admin('GET', 'mailbox.json')).body as unknown as readonly Record<string, unknown>[];

async function anEmail(...parties: object[]): Promise<string> {
  return world.create('emails', {
    subject: 'Hello',
    description: '<p>Good <b>day</b></p>',
    directioncode: true,
    email_activity_parties: [await from(), ...parties],
  });
}

describe('SendEmail', () => {
  it('resolves parties, marks the mail sent and shows it in the mailbox', async () => {
    const contact = await world.create('contacts', { lastname: 'Ruiz', emailaddress1: 'ruiz@example.com' });
    const email = await anEmail({ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 2 });
    expect((await world.call('GET', `emails(${email})?$select=statuscode`)).body).toMatchObject({ statuscode: 1 });
    expect((await send(email)).status).toBe(200);
    expect((await world.call('GET', `emails(${email})?$select=statecode,statuscode`)).body).toMatchObject({
      statecode: 1,
    });
    expect((await mails())[0]).toMatchObject({
      to: 'ruiz@example.com',
      from: 'profiles@local.example',
      subject: 'Hello',
      html: '<p>Good <b>day</b></p>',
      text: 'Good day',
    });
    expect((await send(email)).status).toBe(400);
  });

  // https://learn.microsoft.com/power-apps/user/unresolved-email-recipient
  it('refuses a recipient without a record, unless the organisation allows it', async () => {
    await world.admin('POST', 'settings', { allowUnresolvedRecipients: false });
    const email = await anEmail({ addressused: 'stranger@example.com', participationtypemask: 2 });
    const refused = await send(email);
    expect(refused.status).toBe(400);
    expect(refused.body.error?.message).toContain('Allow messages with unresolved email recipients to be sent');
    await world.admin('POST', 'settings', { allowUnresolvedRecipients: true });
    expect((await send(email)).status).toBe(200);
    expect((await mails())[0]).toMatchObject({ to: 'stranger@example.com' });
  });

  it('keeps the mail sent last on top while an older one is being delivered', async () => {
    await world.admin('POST', 'settings', { allowUnresolvedRecipients: true });
    for (const name of ['first', 'second', 'third'])
      await send(await anEmail({ addressused: `${name}@example.com`, participationtypemask: 2 }));
    const onTop = async () => (await mails()).slice(0, 3).map(({ to, status }) => `${String(to)} ${String(status)}`);
    while ((await onTop()).some((mail) => mail.endsWith('pending'))) expect((await onTop())[0]).toContain('third@');
    expect(await onTop()).toEqual(['third@example.com sent', 'second@example.com sent', 'first@example.com sent']);
  });

  it('refuses a mail without recipients, and a recipient without an address', async () => {
    expect((await send(await anEmail())).status).toBe(400);
    const contact = await world.create('contacts', { lastname: 'No address' });
    expect(
      (await send(await anEmail({ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 2 })))
        .status,
    ).toBe(400);
  });

  it('shows the mailbox as a page on which the text of a mail cannot run anything', async () => {
    const contact = await world.create('contacts', { lastname: 'Ruiz', emailaddress1: 'ruiz@example.com' });
    await send(await anEmail({ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 2 }));
    const page = await world.admin('GET', 'mailbox');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toMatch(/<iframe [^>]*sandbox="(?![^"]*allow-scripts)[^"]*"/);
    expect(page.text).not.toContain('<p>Good <b>day</b></p>');
  });
});

// UserDoesNotHaveSendAsAllowed: https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
// 403 is documented for a list of errors that does not hold it: …/webapi/compose-http-requests-handle-errors#identify-status-codes
describe('sending as another user', () => {
  const userNamed = async (name: string): Promise<string> => {
    const { body } = await world.call('GET', `systemusers?$select=fullname&$filter=fullname eq '${name}'`);
    return String(body.value?.[0]?.['systemuserid']);
  };
  const emailFrom = async (user: string): Promise<string> =>
    world.create('emails', {
      subject: 'Hello',
      email_activity_parties: [
        { 'partyid_systemuser@odata.bind': `/systemusers(${user})`, participationtypemask: 1 },
        { addressused: 'somebody@example.com', participationtypemask: 2 },
      ],
    });

  it('needs the permission of that user, and none for oneself', async () => {
    await world.admin('POST', 'settings', { allowUnresolvedRecipients: true });
    const rita = await userNamed('Rita Reader');
    const refused = await send(await emailFrom(rita));
    expect(refused).toMatchObject({ status: 400, body: { error: { code: '0x8004480d' } } });
    expect(refused.body.error?.message).toBe('User does not have send-as privilege.');
    await world.call('PATCH', `usersettingscollection(${rita})`, { issendasallowed: true });
    expect((await send(await emailFrom(rita))).status).toBe(200);
    expect((await send(await emailFrom(await userNamed('Ada Admin')))).status).toBe(200);
  });

  it('needs the privilege as well', async () => {
    const rita = await userNamed('Rita Reader');
    await world.call('PATCH', `usersettingscollection(${rita})`, { issendasallowed: true });
    const email = await emailFrom(rita);
    const roleid = '00000000-0000-4000-8000-0000000000b1';
    await world.admin('POST', 'rows/role', [{ roleid, name: 'Writes activities' }]);
    const grant = (name: string): Promise<unknown> =>
      world.admin('POST', 'rows/roleprivileges', [
        { roleid, privilegeid: guidOfName(`privilege:${name}`), privilegedepthmask: 8 },
      ]);
    for (const name of ['prvReadActivity', 'prvWriteActivity', 'prvReadUser']) await grant(name);
    const client = { clientId: '00000000-0000-4000-8000-0000000000b2', clientSecret: 'a secret of a writer' };
    await world.admin('POST', 'clients', { ...client, name: 'Writer', roles: ['Writes activities'] });
    const as = { MSCRMCallerID: await userNamed('Writer') };
    const path = `emails(${email})/Microsoft.Dynamics.CRM.SendEmail`;
    const refused = await world.call('POST', path, { IssueSend: true }, as);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: '0x8004480d' } } });
    await grant('prvSendAsUser');
    expect((await world.call('POST', path, { IssueSend: true }, as)).status).toBe(200);
  });
});

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/sendemailresponse
it('a tracking token stands behind the subject and in its column', async () => {
  await world.admin('POST', 'settings', { allowUnresolvedRecipients: true });
  const email = await anEmail({ addressused: 'somebody@example.com', participationtypemask: 2 });
  const path = `emails(${email})/Microsoft.Dynamics.CRM.SendEmail`;
  const answer = await world.call('POST', path, { IssueSend: true, TrackingToken: 'CRM:0001001' });
  expect(answer.body['Subject']).toBe('Hello CRM:0001001');
  const read = await world.call('GET', `emails(${email})?$select=subject,trackingtoken`);
  expect(read.body).toMatchObject({ subject: 'Hello CRM:0001001', trackingtoken: 'CRM:0001001' });
});
