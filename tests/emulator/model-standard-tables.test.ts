import { addStandardTables } from '@pmds/emulator/snapshot/standard-tables';
import { Model } from '@pmds/emulator/model/model';

const model = new Model();
addStandardTables(model);

// https://learn.microsoft.com/dynamics365/developer/reference/entities/contact and …/lead
describe("Microsoft's tables", () => {
  it.each(['contact', 'lead'])('gives %s at least 150 columns that a query can select', (name) => {
    const selectable = [...model.table(name).columns.values()].filter(
      (c) => c.isValidODataAttribute && c.isValidForRead,
    );
    expect(selectable.length).toBeGreaterThanOrEqual(150);
  });

  it('knows every table by its entity set', () => {
    for (const table of model.tables) expect(model.tableOfSet(table.entitySetName)).toBe(table);
  });

  it('reaches marketing lists from a contact through listmember', () => {
    const navigation = model.navigation(model.table('contact'), 'listcontact_association');
    expect(navigation).toMatchObject({
      kind: 'many',
      table: 'list',
      intersectTable: 'listmember',
      nearColumn: 'entityid',
    });
  });

  it('navigates a customer column by column and target', () => {
    const contact = model.table('contact');
    expect(model.navigation(contact, 'parentcustomerid_account')).toMatchObject({ targets: ['account'] });
    expect(model.navigation(contact, 'parentcustomerid_contact')).toMatchObject({ targets: ['contact'] });
    expect(model.navigation(contact, 'ownerid')).toMatchObject({ targets: ['systemuser', 'team'] });
  });

  it('reaches the parties of an e-mail and the account of a contact by their documented names', () => {
    expect(model.navigation(model.table('email'), 'email_activity_parties')).toMatchObject({ table: 'activityparty' });
    expect(model.navigation(model.table('account'), 'contact_customer_accounts')).toMatchObject({ table: 'contact' });
    expect(model.navigation(model.table('email'), 'regardingobjectid_contact_email')).toBeDefined();
  });

  it('answers 404 for an entity set that nobody has', () => {
    expect(() => model.tableOfSet('contact')).toThrow("Resource not found for the segment 'contact'.");
  });
});
