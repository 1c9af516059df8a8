import { join } from 'node:path';
import { collectionNameOf } from '@pmds/emulator/model/table';
import { sourceFiles } from '@pmds/scripts/structure/source-files';
import { Tables } from '@pmds/contracts/generated/tables';

const root = join(__dirname, '../../..');
const parts = [
  'bench',
  'contracts',
  'controls',
  'emulator',
  'plugins-ts-bridge',
  'prefill',
  'scripts',
  'solution-schema',
  'webresources',
];
const sources = [...parts, 'tests'].flatMap((part) => sourceFiles(join(root, part)));
const here = __filename.slice(root.length + 1);

/** A name of a table with an `s` behind it, in a template or glued on. */
const guessed = [
  /\$\{[^}]*(?:table|entity|target|logicalname|schemaname|subject)\w*\}(?:s|es|ies)\b/i,
  /(?:table|entity|target|logicalname|schemaname)\w* *\+ *['"`](?:s|es|ies)\b/i,
];
const guesses = (text: string) => guessed.some((one) => one.test(text));

describe('names of entity sets', () => {
  it('come from the metadata: nobody puts an s behind the name of a table', () => {
    expect(sources.length).toBeGreaterThan(900);
    const found = sources.filter(({ path, text }) => guesses(text) && !here.endsWith(path));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    '`${table}s(${id})`',
    '`${one.logicalName}s`',
    "entityName + 's'",
    '`${tableOf(row)} ${target}es`',
    '`${subject.table}s`',
  ])('knows %s for a guess', (text) => expect(guesses(text)).toBe(true));

  it.each(['`${table} s`', '`${table.entitySetName}(${id})`', '`${one}s`', '`${table}set`'])(
    'knows %s for none',
    (text) => expect(guesses(text)).toBe(false),
  );

  it('are those of the solution for our own tables', () => {
    expect(Object.values(Tables).map(({ entitySetName }) => entitySetName)).toEqual([
      'pmds_datasyncs',
      'pmds_errortraces',
      'pmds_formsubmissions',
      'pmds_requests',
      'pmds_settings',
      'pmds_syncruns',
      'pmds_webforms',
    ]);
  });

  it.each([
    ['Contact', 'contacts', 'Contacts'],
    ['Opportunity', 'opportunities', 'Opportunities'],
    ['ActivityParty', 'activityparties', 'ActivityParties'],
    ['pmds_DataSync', 'pmds_datasyncs', 'pmds_DataSyncs'],
  ])('the local Dataverse writes the collection of %s as its set %s says: %s', (schemaName, set, name) => {
    expect(collectionNameOf(schemaName, set)).toBe(name);
  });
});
