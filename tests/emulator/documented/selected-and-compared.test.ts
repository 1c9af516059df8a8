import { aWorld, type World } from '../server-world';

let world: World;
let contact: string;
beforeAll(async () => {
  world = await aWorld();
  const address = { address1_line1: '123 Maple St.', address1_city: 'Seattle' };
  contact = await world.create('contacts', { lastname: 'Orton', ...address, annualincome: 100 });
});
afterAll(() => world.close());

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-entity-using-web-api#retrieve-specific-properties
describe('what comes along with the selected properties', () => {
  const keys = (row: Readonly<Record<string, unknown>> | undefined): string[] =>
    Object.keys(row ?? {}).filter((name) => !name.startsWith('@'));

  it('the whole address with a part of it, of one row and of a set, once', async () => {
    const one = await world.call('GET', `contacts(${contact})?$select=address1_line1,address1_city`);
    expect(keys(one.body)).toEqual(['address1_line1', 'address1_city', 'address1_composite', 'contactid']);
    expect(one.body['address1_composite']).toBe('123 Maple St.\r\nSeattle');
    const set = await world.call('GET', 'contacts?$select=address1_city,address2_postalcode,lastname');
    expect(keys(set.body.value?.[0])).toEqual([
      'address1_city',
      'address2_postalcode',
      'lastname',
      'address1_composite',
      'address2_composite',
      'contactid',
    ]);
    expect(one.body['@odata.context']).toBe(
      `${world.connection.url}$metadata#contacts(address1_line1,address1_city)/$entity`,
    );
  });

  it('not without one, not for what is no part, and not twice where it was asked for', async () => {
    const none = await world.call('GET', `contacts(${contact})?$select=lastname,address1_latitude,address1_name`);
    expect(keys(none.body)).toEqual(['lastname', 'address1_latitude', 'address1_name', 'contactid']);
    const asked = await world.call('GET', `contacts(${contact})?$select=address1_composite,address1_city`);
    expect(keys(asked.body)).toEqual(['address1_composite', 'address1_city', 'contactid']);
  });

  it('the currency with money, before the address', async () => {
    const { body } = await world.call('GET', `contacts(${contact})?$select=annualincome,address1_country`);
    expect(keys(body)).toEqual([
      'annualincome',
      'address1_country',
      '_transactioncurrencyid_value',
      'address1_composite',
      'contactid',
    ]);
  });
});

/** The words of the OData library that the platform uses, which names properties by the types of `$metadata`. */
describe('a comparison of types that do not fit', () => {
  it.each([
    ['lastname eq 5', 'Edm.String', 'Edm.Int32', 'Equal'],
    ["statecode ne 'a'", 'Edm.Int32', 'Edm.String', 'NotEqual'],
    ["createdon gt 'x'", 'Edm.DateTimeOffset', 'Edm.String', 'GreaterThan'],
    ["birthdate le 'x'", 'Edm.Date', 'Edm.String', 'LessThanOrEqual'],
    ['donotemail eq 1', 'Edm.Boolean', 'Edm.Int32', 'Equal'],
    ["annualincome lt '5'", 'Edm.Decimal', 'Edm.String', 'LessThan'],
  ])('%s', async (filter, left, right, kind) => {
    expect(await world.call('GET', `contacts?$select=lastname&$filter=${filter}`)).toMatchObject({
      status: 400,
      body: {
        error: {
          message: `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${kind}'.`,
        },
      },
    });
  });
});
