import { customApis } from '@pmds/solution-schema/check/code/custom-apis';
import { environmentVariables } from '@pmds/solution-schema/check/code/environment-variables';
import { labelsInEveryLanguage } from '@pmds/solution-schema/check/tables/labels-in-every-language';
import { sizesWithinLimits } from '@pmds/solution-schema/check/tables/sizes-within-limits';
import { zipLayout } from '@pmds/solution-schema/check/zip-layout';
import { foundBy, lines } from './support/solution-fixture';

const api = 'customapis/pmds_StartSync/customapi.xml';
const parameter = 'customapis/pmds_StartSync/customapirequestparameters/RunId/customapirequestparameter.xml';
const variable = 'environmentvariabledefinitions/pmds_BridgeUrl/environmentvariabledefinition.xml';
const dataSync = 'Entities/pmds_DataSync/Entity.xml';

describe('custom-apis', () => {
  it('finds what cannot be corrected after the first import: steps, binding, table', () => {
    const found = foundBy(customApis, (solution) =>
      solution
        .edit(api, '<allowedcustomprocessingsteptype>2<', '<allowedcustomprocessingsteptype>1<')
        .edit(api, '<bindingtype>1<', '<bindingtype>0<')
        .edit(api, '<boundentitylogicalname>pmds_datasync<', '<boundentitylogicalname>pmds_sync<'),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      'bindingtype 0 does not go with the table "pmds_sync".',
      'There is no table pmds_sync.',
      'Our webhook is a synchronous step, which this API does not allow.',
    ]);
  });

  it('finds a parameter of no type, a declared Target and a missing isoptional', () => {
    const found = foundBy(customApis, (solution) =>
      solution
        .edit(parameter, '<type>10<', '<type>13<')
        .edit(parameter, 'uniquename="RunId"', 'uniquename="Target"')
        .edit(parameter, '<isoptional>1</isoptional>', ''),
    );
    expect(found.map(({ problem }) => problem)).toEqual([
      '"13" is no type.',
      'The folder has another name.',
      'The row of a bound call is not declared.',
      'isoptional is missing.',
    ]);
  });

  it('finds a Custom API among the roots and an optional response property', () => {
    const found = foundBy(customApis, (solution) =>
      solution
        .edit(
          'Other/Solution.xml',
          '<RootComponents>',
          '<RootComponents><RootComponent type="10100" schemaName="pmds_StartSync" behavior="0" />',
        )
        .add(
          'customapis/pmds_StartSync/customapiresponseproperties/Text/customapiresponseproperty.xml',
          '<customapiresponseproperty uniquename="Text"><isoptional>0</isoptional></customapiresponseproperty>',
        ),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('Custom APIs are no root components'),
      expect.stringContaining('A response property has none'),
    ]);
  });
});

describe('environment-variables', () => {
  it('finds a definition without default, of a wrong type, in a folder of another name', () => {
    const found = foundBy(environmentVariables, (solution) =>
      solution
        .edit(variable, '<defaultvalue>https://localhost</defaultvalue>', '')
        .edit(variable, '<type>100000000<', '<type>100000005<')
        .edit(variable, 'schemaname="pmds_BridgeUrl"', 'schemaname="pmds_BridgeURL"'),
    );
    expect(found).toHaveLength(3);
  });

  it('finds a shipped value, which would overwrite the one of the administrator', () => {
    const found = foundBy(environmentVariables, (solution) =>
      solution.add('environmentvariabledefinitions/pmds_BridgeUrl/environmentvariablevalues.json', '{}'),
    );
    expect(lines(found)).toEqual([expect.stringContaining("overwrites the administrator's own")]);
  });
});

describe('labels-in-every-language', () => {
  it('finds a missing, an empty and an undeclared language', () => {
    const found = foundBy(labelsInEveryLanguage, (solution) =>
      solution
        .edit('OptionSets/pmds_syncstatus.xml', '<label description="Entwurf" languagecode="1031" />', '')
        .edit(api, /<label description="[^"]+" languagecode="1037" \/>/, '<label description="" languagecode="1037" />')
        .edit('Other/Customizations.xml', '<Language>1036</Language>', ''),
    );
    expect(lines(found)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('option 742100000 labels: There is no label in language 1031'),
        expect.stringContaining('description: The label in language 1037 is empty'),
        expect.stringContaining('Language 1036 is not declared'),
      ]),
    );
    expect(found).toHaveLength(3);
  });

  it('finds a column without description', () => {
    const found = foundBy(labelsInEveryLanguage, (solution) =>
      solution.edit(
        dataSync,
        /(<Name>pmds_errors<[\s\S]*?)<Descriptions>[\s\S]*?<\/Descriptions>/,
        '<Name>pmds_errors</Name>',
      ),
    );
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('sizes-within-limits', () => {
  it('accepts a text of 4,000 characters and finds one of 4,001', () => {
    const found = (length: number) =>
      foundBy(sizesWithinLimits, (solution) =>
        solution.edit(dataSync, '<MaxLength>200<', `<MaxLength>${String(length)}<`),
      );
    expect(found(4000)).toEqual([]);
    expect(lines(found(4001))).toEqual([expect.stringContaining('MaxLength 4001 is not between 1 and 4000')]);
  });

  it('accepts a column name of 50 characters and finds one of 51', () => {
    const found = (length: number) =>
      foundBy(sizesWithinLimits, (solution) =>
        solution.edit(dataSync, 'PhysicalName="pmds_Fields"', `PhysicalName="${'pmds_F'.padEnd(length, 'x')}"`),
      );
    expect(found(50)).toEqual([]);
    expect(found(51)).toHaveLength(1);
  });

  it('accepts a bundle of 5 MB and finds a greater one', () => {
    const found = (bytes: number) =>
      foundBy(sizesWithinLimits, (solution) =>
        solution.add('Controls/pmds_Pmds.FieldsToSync/bundle.js', ' '.repeat(bytes)),
      );
    expect(found(5 * 1024 * 1024)).toEqual([]);
    expect(found(5 * 1024 * 1024 + 1)).toHaveLength(1);
  });

  it('finds a version that is not four numbers', () => {
    const found = foundBy(sizesWithinLimits, (solution) =>
      solution.edit('Other/Solution.xml', '<Version>1.0.0.0<', '<Version>1.0<'),
    );
    expect(found).toHaveLength(1);
  });
});

describe('zip-layout', () => {
  it('finds a manifest for one kind only', () => {
    const found = foundBy(zipLayout, (solution) => solution.edit('Other/Solution.xml', '<Managed>2<', '<Managed>0<'));
    expect(lines(found)).toEqual([expect.stringContaining('It is "0", so only one kind can be packed')]);
  });

  it('finds a section that is missing, whose components the packer would drop', () => {
    const found = foundBy(zipLayout, (solution) => solution.edit('Other/Customizations.xml', '<Roles />', ''));
    expect(lines(found)).toEqual([expect.stringContaining('add an empty <Roles />')]);
  });

  it('names the bundle that is not built', () => {
    const found = foundBy(zipLayout, (solution) => solution.remove('Controls/pmds_Pmds.MarketingLists/bundle.js'));
    expect(lines(found)).toEqual([expect.stringContaining('Controls/pmds_Pmds.MarketingLists/bundle.js is missing')]);
  });
});
