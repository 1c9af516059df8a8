import { findings, findingSentence } from '@pmds/solution-schema/check/rule';
import { rules } from '@pmds/solution-schema/check/rules';
import { filesHaveAPlace } from '@pmds/solution-schema/check/files-have-a-place';
import { idsAreUnique } from '@pmds/solution-schema/check/tables/ids-are-unique';
import { lookupsHaveRelationships } from '@pmds/solution-schema/check/tables/lookups-have-relationships';
import { namesHaveThePrefix } from '@pmds/solution-schema/check/tables/names-have-the-prefix';
import { rootsHaveContent } from '@pmds/solution-schema/check/roots-have-content';
import { foundBy, lines, solutionFiles, solutionOf } from './support/solution-fixture';

const dataSync = 'Entities/pmds_DataSync/Entity.xml';
const manifest = 'Other/Solution.xml';

describe('all rules', () => {
  it('hold for the solution as it is committed', () => {
    expect(findings(solutionOf(solutionFiles()), rules).map(findingSentence)).toEqual([]);
  });

  it('have names of their own, and every finding carries a remedy', () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const [found] = foundBy(filesHaveAPlace, (solution) => solution.add('readme.txt', 'hello'));
    expect(found).toMatchObject({ rule: 'files-have-a-place', file: 'readme.txt', element: 'readme.txt' });
    expect(found?.remedy).toMatch(/remove it/);
  });
});

describe('files-have-a-place', () => {
  it('finds a folder in another case, which the packer drops', () => {
    const found = foundBy(filesHaveAPlace, (solution) =>
      solution.rename('OptionSets/pmds_syncstatus.xml', 'optionsets/pmds_syncstatus.xml'),
    );
    expect(lines(found)).toEqual([expect.stringContaining('optionsets/pmds_syncstatus.xml')]);
  });

  it('finds a script that is not built and an image without record', () => {
    const found = foundBy(filesHaveAPlace, (solution) =>
      solution.remove('WebResources/pmds_/js/start-sync.js').add('WebResources/pmds_/icons/new.svg', '<svg/>'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('pmds_/icons/new.svg: It has no record'),
      expect.stringContaining('The record has no content'),
    ]);
  });
});

describe('roots-have-content', () => {
  it('finds a component that the manifest does not list', () => {
    const found = foundBy(rootsHaveContent, (solution) =>
      solution.edit(manifest, '<RootComponent type="9" schemaName="pmds_syncstatus" behavior="0" />', ''),
    );
    expect(lines(found)).toEqual([expect.stringContaining('OptionSets/pmds_syncstatus.xml: 9 pmds_syncstatus')]);
  });

  it('finds a root without content, a root listed twice and a wrong behavior', () => {
    const found = foundBy(rootsHaveContent, (solution) =>
      solution
        .edit(
          manifest,
          '<RootComponents>',
          '<RootComponents><RootComponent type="61" schemaName="pmds_/no.js" behavior="0" />',
        )
        .edit(
          manifest,
          '<RootComponents>',
          '<RootComponents><RootComponent type="1" schemaName="pmds_syncrun" behavior="0" />',
        )
        .edit(manifest, 'schemaName="list" behavior="1"', 'schemaName="list" behavior="0"'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('pmds_/no.js: There is nothing of that name'),
      expect.stringContaining('pmds_syncrun: It is listed twice'),
      expect.stringContaining('list: Its behavior is "0"'),
    ]);
  });

  it('finds a table whose forms and command bar would be dropped', () => {
    const found = foundBy(rootsHaveContent, (solution) =>
      solution.edit(dataSync, '<FormXml />', '').edit(dataSync, '<RibbonDiffXml />', ''),
    );
    expect(found.map(({ element }) => element)).toEqual(['<FormXml />', '<RibbonDiffXml />']);
  });
});

describe('ids-are-unique', () => {
  it('finds an id that two parts share and one that is no GUID', () => {
    const found = foundBy(idsAreUnique, (solution) => {
      const form = solution.find('Entities/pmds_DataSync/FormXml', 'name="general"');
      const id = /<tab [^>]*id="([^"]+)"/.exec(solution.text(form))?.[1] ?? '';
      solution.edit(form, /<section ([^>]*)id="[^"]+"/, `<section name="same" id="${id}"`);
      solution.edit('Roles/Profile Sync Reader.xml', /id="\{[^"]+"/, 'id="{123}"');
    });
    expect(lines(found)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('section same'),
        expect.stringContaining('"{123}" is not a GUID'),
      ]),
    );
  });

  it('finds a view in a file of another name and a web resource whose FileName is not its own', () => {
    const found = foundBy(idsAreUnique, (solution) => {
      const view = solution.find('Entities/List/SavedQueries', 'listname');
      solution.rename(view, 'Entities/List/SavedQueries/{00000000-0000-4000-8000-000000000001}.xml');
      solution.edit('WebResources/pmds_/icons/start.svg.data.xml', /<FileName>[^<]+/, '<FileName>/WebResources/start');
    });
    expect(found.map(({ remedy }) => remedy)).toEqual([
      expect.stringMatching(/^Rename the file to \{/),
      expect.stringMatching(/^Use \/WebResources\/pmds_iconsstart\.svg/),
    ]);
  });
});

describe('names-have-the-prefix', () => {
  it('finds a column, a control and an option value of somebody else', () => {
    const found = foundBy(namesHaveThePrefix, (solution) =>
      solution
        .edit(dataSync, 'PhysicalName="pmds_Fields"', 'PhysicalName="new_Fields"')
        .edit('Controls/pmds_Pmds.FieldsToSync/ControlManifest.xml.data.xml', '<Name>pmds_', '<Name>new_')
        .edit('OptionSets/pmds_syncstatus.xml', 'value="742100003"', 'value="100000003"'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('column new_Fields'),
      expect.stringContaining('control new_Pmds.FieldsToSync'),
      expect.stringContaining('option Waiting: 100000003'),
    ]);
  });
});

describe('lookups-have-relationships', () => {
  it('finds a lookup whose relationship has the column in another case', () => {
    const found = foundBy(lookupsHaveRelationships, (solution) =>
      solution.edit(
        'Other/Relationships/Contact.xml',
        '<ReferencingAttributeName>pmds_ContactId',
        '<ReferencingAttributeName>pmds_contactid',
      ),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('column pmds_ContactId: It has 0 relationships'),
      expect.stringContaining('There is no column pmds_contactid'),
    ]);
  });

  it('finds a relationship that the index does not name, and the reverse', () => {
    const found = foundBy(lookupsHaveRelationships, (solution) =>
      solution.edit('Other/Relationships.xml', 'Name="pmds_datasync_list"', 'Name="pmds_datasync_lists"'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('pmds_datasync_list: Other/Relationships/pmds_DataSync.xml describes it'),
      expect.stringContaining('pmds_datasync_lists: Nothing below'),
    ]);
  });
});
