import { aWorld, type World } from './server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
let world: World;
beforeEach(async () => (world = await aWorld()));
afterEach(() => world.close());

const tracked = (path: string, more = '') =>
  world.call('GET', path, undefined, { Prefer: `odata.track-changes${more}` });
const linkOf = (body: object) => (body as { readonly '@odata.deltaLink': string })['@odata.deltaLink'];
const nextOf = (body: object) => (body as { readonly '@odata.nextLink'?: string })['@odata.nextLink'];

describe('change tracking', () => {
  it('gives a delta link whose next answer holds changed rows, then deleted ones', async () => {
    const [changed, gone] = [
      await world.create('contacts', { lastname: 'Changed' }),
      await world.create('contacts', { lastname: 'Gone' }),
    ];
    await world.create('contacts', { lastname: 'Same' });
    const first = await tracked('contacts?$select=lastname');
    expect(first.body.value).toHaveLength(3);
    expect(linkOf(first.body)).toMatch(
      /contacts\?\$select=lastname&\$deltatoken=\d+%21\d\d%2f\d\d%2f\d{4}%20\d\d%3a\d\d%3a\d\d$/,
    );
    await world.call('PATCH', `contacts(${changed})`, { lastname: 'New name' });
    await world.call('DELETE', `contacts(${gone})`);
    const link = linkOf(first.body);
    expect((await world.call('GET', link.replace('contacts?', 'contacts/$count?'))).text).toBe('2');
    const delta = await world.call('GET', link);
    expect(delta.body['@odata.context']).toBe(`${world.connection.url}$metadata#contacts(lastname)/$delta`);
    expect(delta.body.value).toEqual([
      expect.objectContaining({ contactid: changed, lastname: 'New name' }),
      { '@odata.context': `${world.connection.url}$metadata#contacts/$deletedEntity`, id: gone, reason: 'deleted' },
    ]);
    expect((await world.call('GET', linkOf(delta.body))).body.value).toEqual([]);
  });

  it('misses nothing that changes between the pages of the first read', async () => {
    const ids = [await world.create('contacts', { lastname: 'A' }), await world.create('contacts', { lastname: 'B' })];
    const first = await tracked('contacts?$select=lastname', ',odata.maxpagesize=1');
    const seen = String(first.body.value?.[0]?.['contactid']);
    await world.call('PATCH', `contacts(${seen})`, { lastname: 'Changed meanwhile' });
    const second = await tracked(nextOf(first.body) ?? '', ',odata.maxpagesize=1');
    expect(ids).toContain(second.body.value?.[0]?.['contactid']);
    const delta = await world.call('GET', linkOf(second.body));
    expect(delta.body.value).toMatchObject([{ contactid: seen, lastname: 'Changed meanwhile' }]);
  });

  it('goes through a large delta in pages', async () => {
    const link = linkOf((await tracked('contacts?$select=lastname')).body);
    for (const lastname of ['A', 'B', 'C']) await world.create('contacts', { lastname });
    const names: unknown[] = [];
    let url: string | undefined = link;
    let last: object = {};
    while (url !== undefined) {
      const { body } = await world.call('GET', url, undefined, { Prefer: 'odata.maxpagesize=2' });
      names.push(...(body.value ?? []).map((row) => row['lastname']));
      last = body;
      url = nextOf(body);
    }
    expect(names).toEqual(['A', 'B', 'C']);
    expect(linkOf(last)).toBeDefined();
  });

  it.each(['$filter=lastname eq %27A%27', '$orderby=lastname', '$top=1', '$expand=parentcustomerid_account'])(
    'does not go with %s',
    async (option) => {
      const answer = await tracked(`contacts?$select=lastname&${option}`);
      const name = /^\$(\w+)/.exec(option)?.[1] ?? '';
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { message: `The "${name}" query parameter isn't supported when Change Tracking is enabled.` } },
      });
    },
  );

  it('refuses an expired and a broken token, and a table without tracking', async () => {
    const link = linkOf((await tracked('contacts?$select=lastname')).body);
    await world.admin('POST', 'clock', { now: new Date(Date.now() + 8 * 86_400_000).toISOString() });
    expect(await world.call('GET', link)).toMatchObject({ status: 400 });
    expect((await world.call('GET', 'contacts?$deltatoken=abc')).status).toBe(400);
    expect((await tracked('transactioncurrencies')).status).toBe(400);
  });
});
