import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { CustomApis } from '@pmds/contracts/generated/custom-apis';
import { statusValue, syncStatuses } from '@pmds/contracts/run/sync-status';
import { failureCodes } from '@pmds/bridge/domain/failures';
import { languageCodes } from '@pmds/solution-schema/read/labels';
import { allNamed, attribute, type XmlElement } from '@pmds/solution-schema/read/xml';
import { generatedSources } from '@pmds/solution-schema/generate/generated-sources';
import { Breakable, solutionFiles, solutionOf } from './support/solution-fixture';

const generated = resolve(__dirname, '../../contracts/src/generated');
const dataSync = 'Entities/pmds_DataSync/Entity.xml';

/** Words of a choice's options in a language, in the order of the options. */
const optionLabels = (choice: XmlElement, language: string): readonly string[] =>
  allNamed(choice, 'label')
    .filter((label) => attribute(label, 'languagecode') === language)
    .map((label) => attribute(label, 'description'));

describe('the generated contracts', () => {
  it('are what the solution says', () => {
    for (const [name, source] of generatedSources(solutionOf(solutionFiles()))) {
      expect([name, readFileSync(resolve(generated, name), 'utf8')]).toEqual([name, source]);
    }
  });

  it('change when a column is renamed', () => {
    const renamed = new Breakable().edit(dataSync, '<LogicalName>pmds_errors<', '<LogicalName>pmds_failures<');
    const source = generatedSources(solutionOf(renamed.files)).get('table-definitions.ts');
    expect(source).toContain("logicalName: 'pmds_failures'");
  });

  it('fail on a lookup without relationship instead of leaving it out', () => {
    const broken = new Breakable().edit('Other/Relationships/Lead.xml', '>pmds_LeadId<', '>pmds_Lead<');
    expect(() => generatedSources(solutionOf(broken.files))).toThrow(/pmds_leadid has no relationship/);
  });

  it('fail on two columns that would share a name', () => {
    const broken = new Breakable().edit(dataSync, 'PhysicalName="pmds_Errors"', 'PhysicalName="pmds_Fields"');
    expect(() => generatedSources(solutionOf(broken.files))).toThrow(/would both be called fields/);
  });

  it('fail on a column type that nobody handles', () => {
    const broken = new Breakable().edit(dataSync, '<Type>ntext</Type>', '<Type>money</Type>');
    expect(() => solutionOf(broken.files)).toThrow(/has the type "money"/);
  });
});

describe('the names that all parts share', () => {
  it('give each status of the contracts the number of the choice', () => {
    const values = Object.values(Choices.dataSyncStatus.values);
    expect(syncStatuses.map(statusValue)).toEqual(values);
  });

  it('E7 give each code of a failure its option with words in four languages, and no two the same', () => {
    const [reasons] = solutionOf(solutionFiles()).choices.filter(({ name }) => name === Choices.traceReason.name);
    expect(reasons?.options.map(({ code }) => code).sort()).toEqual([...failureCodes].sort());
    for (const language of languageCodes) {
      const labels = optionLabels(reasons!.xml, language);
      expect(labels).toHaveLength(failureCodes.length);
      expect(new Set(labels).size).toBe(labels.length);
      // A code is no word.
      expect(labels.filter((label) => label === '' || /^[A-Z_]+$/.test(label))).toEqual([]);
    }
  });

  it('E7 keep the number of a reason that stored rows hold', () => {
    const { MEMBER_UNREADABLE, MAIL_NOT_SENT, INTERNAL } = Choices.traceReason.values;
    expect([MEMBER_UNREADABLE, MAIL_NOT_SENT, INTERNAL]).toEqual([742100000, 742100035, 742100038]);
  });

  it('fail on two options of one code', () => {
    const broken = new Breakable().edit('OptionSets/pmds_reason.xml', '"VALUE_NOT_ALLOWED"', '"MEMBER_UNREADABLE"');
    expect(() => generatedSources(solutionOf(broken.files))).toThrow(/would both be called MEMBER_UNREADABLE/);
  });

  it('bind lookups by the schema name of their column', () => {
    expect(Tables.errorTrace.columns.contactId.navigationProperty).toBe('pmds_ContactId');
    expect(Tables.dataSync.columns.currentRunId.valueProperty).toBe('_pmds_currentrunid_value');
    expect(Tables.dataSync.manyToMany.list.intersect).toBe('pmds_datasync_list');
  });

  it('CD-24 let a start be called with an empty body', () => {
    expect(CustomApis.startSync.boundTable).toBe(Tables.dataSync.logicalName);
    expect(CustomApis.startSync.parameters.runId.optional).toBe(true);
  });

  it('leave room for what the contracts store', () => {
    expect(Tables.dataSync.columns.fields.maxLength).toBeGreaterThan(2 * 400 * 130);
  });
});
