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
