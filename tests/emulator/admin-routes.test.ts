import { until } from '../support/waiting';
import { aWorld, type World } from './server-world';

let world: World;
beforeEach(async () => (world = await aWorld()));
afterEach(() => world.close());

const row = (number: number, more: object = {}) => ({
  contactid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  lastname: `L${number}`,
  ...more,
});
const count = async () => Number((await world.call('GET', 'contacts/$count')).text);

describe('rows through the admin path', () => {
  it('come as NDJSON or as a JSON array, with an owner, a state and a full name', async () => {
    const lines = [row(1, { firstname: 'A' }), row(2)].map((one) => JSON.stringify(one)).join('\n');
    expect((await world.admin('POST', 'rows/contact', lines)).body).toEqual({ loaded: 2 });
    expect((await world.admin('POST', 'rows/contact', [row(3), row(4)])).body).toEqual({ loaded: 2 });
    expect((await world.admin('GET', 'rows/contact/count')).body).toEqual({ count: 4 });
    const { body } = await world.call('GET', `contacts(${row(1).contactid})?$select=fullname,statecode`);
    expect(body).toMatchObject({ fullname: 'A L1', statecode: 0 });
  });

  it('keep a value that its column’s type does not allow', async () => {
    await world.admin('POST', 'rows/contact', [row(1, { birthdate: 'not a date', numberofchildren: 'two' })]);
    const { body } = await world.call('GET', `contacts(${row(1).contactid})?$select=birthdate,numberofchildren`);
    expect(body).toMatchObject({ birthdate: 'not a date', numberofchildren: 'two' });
  });

  it('make the members of static lists count', async () => {
    const list = await world.create('lists', { listname: 'L', createdfromcode: 2 });
    await world.admin('POST', 'rows/contact', [row(1), row(2)]);
    await world.admin(
      'POST',
      'rows/listmember',
      [1, 2].map((n) => ({ listid: list, entityid: row(n).contactid, entitytype: 'contact' })),
    );
    expect((await world.call('GET', `lists(${list})?$select=membercount`)).body).toMatchObject({ membercount: 2 });
  });

  it('are refused with the line or column that is wrong', async () => {
    const line = await world.admin('POST', 'rows/contact', `${JSON.stringify(row(1))}\n{"lastname":`);
    expect(line.status).toBe(400);
    expect(line.body.error?.message).toContain('Line 2');
    const column = await world.admin('POST', 'rows/contact', [row(2, { nothing: 1 })]);
    expect(column).toMatchObject({ status: 400 });
    expect(column.body.error?.message).toContain('nothing');
    expect((await world.admin('POST', 'rows/nothing', [])).status).toBe(404);
  });

  it('are deleted by id', async () => {
    await world.admin('POST', 'rows/contact', [row(1), row(2)]);
    expect(
      (await world.admin('DELETE', 'rows/contact', { ids: [row(1).contactid.toUpperCase(), row(9).contactid] })).body,
    ).toEqual({ deleted: 1 });
    expect(await count()).toBe(1);
  });
});

describe('page triggers', () => {
  const trigger = (memberPage: number, phase: 'before' | 'after') =>
    world.admin('POST', 'triggers', {
      when: { table: 'contact', memberPage, phase },
      then: [{ delete: { table: 'contact', ids: [row(1).contactid] } }],
    });
  const names = async () => (await world.call('GET', 'contacts?$select=lastname')).body.value?.length;

  beforeEach(() => world.admin('POST', 'rows/contact', [row(1), row(2)]));

  it('fire right before the page is read, once, and not for pages of ids alone', async () => {
    await trigger(1, 'before');
    expect((await world.call('GET', 'contacts?$select=contactid')).body.value).toHaveLength(2);
    expect((await world.call('GET', 'contacts?$select=contactid,createdon')).body.value).toHaveLength(2);
    expect(await names()).toBe(1);
    await world.admin('POST', 'rows/contact', [row(1)]);
    expect(await names()).toBe(2);
  });

  it('fire after the n-th page has been read', async () => {
    await trigger(2, 'after');
    expect(await names()).toBe(2);
    expect(await names()).toBe(2);
    expect(await names()).toBe(1);
  });
});

describe('counting calls', () => {
  it('tells pages of members from pages of membership, and counts from zero after a reset', async () => {
    await world.admin('POST', 'rows/contact', [row(1)]);
    await world.admin('POST', 'calls/reset');
    await world.call('GET', 'contacts?$select=lastname');
    await world.call('GET', 'contacts?$select=contactid');
    await world.call('GET', 'listmembers?$select=_entityid_value');
    await world.call('POST', 'contacts', { lastname: 'A' });
    expect((await world.admin('GET', 'calls')).body).toMatchObject({
      total: 4,
      byKind: { retrieveMultiple: 3, create: 1 },
      memberPages: 1,
      membershipPages: 2,
    });
    await world.admin('POST', 'calls/reset');
    expect((await world.admin('GET', 'calls')).body).toMatchObject({ total: 0, memberPages: 0 });
  });
});

describe('trouble on order', () => {
  it('answers the next n requests 429 with Retry-After, then goes on', async () => {
    await world.admin('POST', 'throttle', { count: 2, retryAfter: 7 });
    for (let time = 0; time < 2; time++) {
      const answer = await world.call('GET', 'WhoAmI');
      expect(answer).toMatchObject({
        status: 429,
        body: {
          error: {
            code: '0x80072322',
            message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
          },
        },
      });
      expect(answer.headers.get('retry-after')).toBe('7');
    }
    expect((await world.call('GET', 'WhoAmI')).status).toBe(200);
  });

  it('breaks answers in the ordered way, only where the URL matches, and after so many matches', async () => {
    await world.admin('POST', 'faults', { kind: 'status', status: 503, count: 1, match: 'WhoAmI', afterMatches: 1 });
    expect((await world.call('GET', 'contacts')).status).toBe(200);
    expect((await world.call('GET', 'WhoAmI')).status).toBe(200);
    expect((await world.call('GET', 'WhoAmI')).status).toBe(503);
    await world.admin('POST', 'faults', { kind: 'reset', count: 1 });
    await expect(world.call('GET', 'WhoAmI')).rejects.toThrow();
    await world.admin('POST', 'faults', { kind: 'truncate', count: 1 });
    await expect(world.call('GET', 'WhoAmI')).rejects.toThrow();
    await world.admin('POST', 'faults', { kind: 'not-json', count: 1 });
    expect((await world.call('GET', 'WhoAmI')).text).toContain('<html>');
    await world.admin('POST', 'faults', { kind: 'slow', count: 1, milliseconds: 40 });
    expect((await world.call('GET', 'WhoAmI')).body['UserId']).toBeDefined();
  });

  it('lets answers that are being sent slowly come at once when the orders are forgotten', async () => {
    const minutes = 600_000;
    await world.admin('POST', 'faults', { kind: 'slow', count: 2, milliseconds: minutes });
    const slow = [world.call('GET', 'WhoAmI'), world.call('GET', 'WhoAmI')];
    await until('both are on their way', async () => {
      const { body } = await world.admin('GET', 'faults');
      return (body['pending'] as readonly unknown[]).length === 0;
    });
    await world.admin('DELETE', 'faults');
    for (const { body } of await Promise.all(slow)) expect(body['UserId']).toBeDefined();
    // An order of afterwards is slow again.
    await world.admin('POST', 'faults', { kind: 'slow', count: 1, milliseconds: 40 });
    expect((await world.call('GET', 'WhoAmI')).body['UserId']).toBeDefined();
  });

  it('switches the service protection limits on, per user, with diagnostic headers', async () => {
    await world.admin('POST', 'limits', { on: true, requests: 2 });
    const first = await world.call('GET', 'WhoAmI');
    expect(first.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('1');
    await world.call('GET', 'WhoAmI');
    expect(await world.call('GET', 'WhoAmI')).toMatchObject({ status: 429, body: { error: { code: '0x80072322' } } });
  });

  it('sets the recommended number of parallel requests and the clock', async () => {
    await world.admin('POST', 'dop-hint', { hint: 16 });
    expect((await world.call('GET', 'WhoAmI')).headers.get('x-ms-dop-hint')).toBe('16');
    await world.admin('POST', 'clock', { now: '2031-05-06T07:08:09Z' });
    const id = await world.create('contacts', { lastname: 'A' });
    expect(String((await world.call('GET', `contacts(${id})?$select=createdon`)).body['createdon'])).toMatch(
      /^2031-05-06T07:08/,
    );
  });

  it('says what is wrong with an order', async () => {
    const answer = await world.admin('POST', 'faults', { kind: 'sometimes' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            '"kind" must be one of status, reset, truncate, half, slow, not-json, page, redirect, empty, sign-in, claims.',
        },
      },
    });
    expect((await world.admin('GET', 'nothing')).status).toBe(404);
    expect((await world.admin('GET', '')).body['routes']).toBeDefined();
  });
});
