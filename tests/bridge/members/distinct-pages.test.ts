import { aRow, EngineWorld, range } from '../engine/engine-world';

/** https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results */
describe('B7 a list whose query is distinct, in pages as large as Dataverse makes them', () => {
  let world: EngineWorld;
  beforeAll(async () => {
    world = await EngineWorld.start();
    await world.load(
      'contact',
      range(0, 11_000).map((number) => aRow('contact', number, { numberofchildren: number })),
    );
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each([4_999, 5_000, 5_001, 11_000])('of %i members is read to its end', async (count) => {
    const query = `<fetch distinct="true"><entity name="contact"><filter><condition attribute="numberofchildren" operator="lt" value="${count}"/></filter></entity></fetch>`;
    const { run, counts } = await world.run([await world.dynamicList('contact', query)], { pageRows: 5_000 });
    expect(run).toMatchObject({ status: 'completed', failure: null });
    expect(counts.contact.synced).toBe(count);
  });
});
