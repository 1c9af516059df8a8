import { aWorld, type World } from '../server-world';

/** `LabelLanguages`, as public clients send it with definitions. */
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

const account = "EntityDefinitions(LogicalName='account')";
const codes = (label: unknown): number[] =>
  (label as { readonly LocalizedLabels: readonly { readonly LanguageCode: number }[] }).LocalizedLabels.map(
    ({ LanguageCode }) => LanguageCode,
  );

describe('LabelLanguages', () => {
  it('leaves the labels of these languages; the label of the user stays', async () => {
    const path = `${account}?$select=LogicalName,DisplayName&LabelLanguages=`;
    const english = await world.call('GET', `${path}1033`);
    expect(Object.keys(english.body)).toEqual(['@odata.context', 'LogicalName', 'DisplayName', 'MetadataId']);
    expect(codes(english.body['DisplayName'])).toEqual([1033]);
    const german = await world.call('GET', `${path}1031,1036`);
    expect(codes(german.body['DisplayName'])).toEqual([]);
    expect(german.body['DisplayName']).toMatchObject({ UserLocalizedLabel: { LanguageCode: 1033 } });
  });

  it('reaches columns, options and collections, before and behind other options', async () => {
    const attributes = await world.call(
      'GET',
      `${account}/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?LabelLanguages=1036&$select=LogicalName&$expand=OptionSet($select=Options)`,
    );
    expect(attributes.status).toBe(200);
    expect(attributes.text).toContain('"LocalizedLabels":[]');
    expect(attributes.text).not.toMatch(/"LocalizedLabels":\[\{/);
    expect((await world.call('GET', `${account}/Attributes/$count?LabelLanguages=1033`)).text).toMatch(/^\d+$/);
  });

  it('is refused for anything but language codes, and for rows', async () => {
    for (const path of [
      `${account}?$select=LogicalName&LabelLanguages=en`,
      'accounts?$select=name&LabelLanguages=1033',
    ])
      expect((await world.call('GET', path)).status).toBe(400);
  });
});
