import { read } from '@pmds/emulator/odata/read';
import { aStore, contextOf } from './data-world';

/** The published answer of https://learn.microsoft.com/power-apps/developer/data-platform/webapi/retrieve-metadata-name-metadataid */
const store = aStore();
const get = (path: string, query: string): Record<string, unknown> =>
  JSON.parse(read(contextOf(store), path, encodeURI(query)).body) as Record<string, unknown>;
const account = "EntityDefinitions(LogicalName='account')";
const picklist = 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata';

describe('retrieve-metadata-name-metadataid', () => {
  const query = '$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)';

  it('by name: the context shows what is selected inside, and both properties have the options', () => {
    const answer = get(`${account}/Attributes(LogicalName='accountcategorycode')/${picklist}`, query);
    expect(answer['@odata.context']).toBe(
      `http://127.0.0.1:5000/api/data/v9.2/$metadata#EntityDefinitions('account')/Attributes/${picklist}(LogicalName,OptionSet(Options),GlobalOptionSet(Options))/$entity`,
    );
    const options = answer['OptionSet'] as { Options: Record<string, unknown>[] };
    expect(answer['GlobalOptionSet']).toEqual(options);
    expect(options.Options.map(({ Value }) => Value)).toEqual([1, 2]);
    expect(Object.keys(options.Options[0] ?? {}).sort()).toEqual(
      [
        'Value',
        'Color',
        'IsManaged',
        'ExternalValue',
        'ParentValues',
        'Tag',
        'IsHidden',
        'MetadataId',
        'HasChanged',
        'Label',
        'Description',
      ].sort(),
    );
  });

  it('by MetadataId: the same in three steps', () => {
    const [table] = get('EntityDefinitions', "$filter=LogicalName eq 'account'&$select=MetadataId")['value'] as {
      MetadataId: string;
    }[];
    const attributes = `EntityDefinitions(${table?.MetadataId ?? ''})/Attributes`;
    const found = get(attributes, "$filter=LogicalName eq 'accountcategorycode'&$select=MetadataId");
    expect(found['value']).toEqual([
      { '@odata.type': `#${picklist}`, MetadataId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    ]);
    const [attribute] = found['value'] as { MetadataId: string }[];
    expect(get(`${attributes}(${attribute?.MetadataId ?? ''})/${picklist}`, query)).toMatchObject({
      LogicalName: 'accountcategorycode',
      OptionSet: { Options: [{ Value: 1 }, { Value: 2 }] },
    });
  });
});
