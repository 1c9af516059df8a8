import { aWorld, type World } from '../server-world';

/**
 * What deleting does to related rows, and the status of its refusal.
 * https://learn.microsoft.com/power-apps/developer/data-platform/configure-entity-relationship-cascading-behavior
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#identify-status-codes
 */
let world: World;
beforeAll(async () => {
  world = await aWorld();
  const { model } = world.organisation.store;
  for (const onDelete of ['Restrict', 'RemoveLink', 'Cascade'] as const) {
    const column = `sample_${onDelete.toLowerCase()}id`;
    model.addColumn('account', { logicalName: column, type: 'lookup', targets: ['contact'], isCustom: true });
    model.addOneToMany({
      schemaName: `sample_contact_account_${onDelete}`,
      referencedTable: 'contact',
      referencedColumn: 'contactid',
      referencingTable: 'account',
      referencingColumn: column,
      referencingNavigation: column,
      referencedNavigation: `sample_contact_account_${onDelete}`,
      onDelete,
    });
  }
});
afterAll(() => world.close());

async function aPair(onDelete: string): Promise<{ readonly contact: string; readonly account: string }> {
  const contact = await world.create('contacts', { lastname: onDelete });
  const account = await world.create('accounts', {
    name: onDelete,
    [`sample_${onDelete.toLowerCase()}id@odata.bind`]: `/contacts(${contact})`,
  });
  return { contact, account };
}
const statusOf = async (path: string): Promise<number> => (await world.call('GET', `${path}?$select=createdon`)).status;

describe('deleting a row that others point to', () => {
  it('Restrict: 405 CannotDeleteDueToAssociation, alone and in a change set, until nothing points to it', async () => {
    const { contact, account } = await aPair('Restrict');
    const refused = { code: '0x80040227', message: expect.stringContaining('cannot be deleted') as string };
    expect(await world.call('DELETE', `contacts(${contact})`)).toMatchObject({ status: 405, body: { error: refused } });
    const parts = `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\nDELETE contacts(${contact}) HTTP/1.1\r\n\r\n--c--\r\n--b--\r\n`;
    const batch = await world.call('POST', '$batch', parts, { 'Content-Type': 'multipart/mixed; boundary=b' });
    expect(batch.status).toBe(405);
    expect(batch.text).toContain('0x80040227');
    expect([await statusOf(`contacts(${contact})`), await statusOf(`accounts(${account})`)]).toEqual([200, 200]);
    await world.call('PATCH', `accounts(${account})`, { sample_restrictid: null });
    expect((await world.call('DELETE', `contacts(${contact})`)).status).toBe(204);
  });

  it('RemoveLink: the other row stays and points nowhere', async () => {
    const { contact, account } = await aPair('RemoveLink');
    expect((await world.call('DELETE', `contacts(${contact})`)).status).toBe(204);
    const read = await world.call('GET', `accounts(${account})?$select=_sample_removelinkid_value`);
    expect(read.body).toMatchObject({ _sample_removelinkid_value: null });
  });

  it('Cascade: the other row goes, too', async () => {
    const { contact, account } = await aPair('Cascade');
    expect((await world.call('DELETE', `contacts(${contact})`)).status).toBe(204);
    expect(await statusOf(`accounts(${account})`)).toBe(404);
  });
});
