import { textIsUtf8 } from '@pmds/solution-schema/check/text-is-utf8';
import { valuesAreAllowed } from '@pmds/solution-schema/check/tables/values-are-allowed';
import { foundBy, lines } from './support/solution-fixture';

const dataSync = 'Entities/pmds_DataSync/Entity.xml';
const manifest = 'Other/Solution.xml';
const ofRuns = 'Other/Relationships/pmds_SyncRun.xml';

describe('values-are-allowed', () => {
  it('finds a unique name with a blank and a publisher without one', () => {
    const found = foundBy(valuesAreAllowed, (solution) =>
      solution
        .edit(manifest, '<UniqueName>ProfileManagementDataSync<', '<UniqueName>Profile Management<')
        .edit(manifest, '<UniqueName>profilemanagement<', '<UniqueName><'),
    );
    expect(lines(found)).toEqual([
      `${manifest}: SolutionManifest/UniqueName: "Profile Management" is no unique name.`,
      `${manifest}: Publisher/UniqueName: "" is no unique name.`,
    ]);
  });

  it.each([
    ['MaxValue', '-1', 'Its range from 0 to -1 holds no'],
    ['MaxValue', '2147483648', 'to 2147483648 holds no'],
  ])('finds a whole number with a %s of %s', (bound, value, problem) => {
    const range = new RegExp(`(?<=<attribute PhysicalName="pmds_Errors">[\\s\\S]*?<${bound}>)-?\\d+`);
    const found = foundBy(valuesAreAllowed, (solution) => solution.edit(dataSync, range, value));
    expect(lines(found)).toEqual([expect.stringContaining(problem)]);
  });

  it('finds a required level that there is not', () => {
    const found = foundBy(valuesAreAllowed, (solution) =>
      solution.edit(dataSync, '<RequiredLevel>none<', '<RequiredLevel>maybe<'),
    );
    expect(lines(found)).toEqual([expect.stringContaining('There is no required level "maybe".')]);
  });

  it('finds a cascade that there is not, and a lookup to a table of ours that is not shipped', () => {
    const found = foundBy(valuesAreAllowed, (solution) =>
      solution
        .edit(ofRuns, /<CascadeDelete>\w+/, '<CascadeDelete>Perhaps')
        .edit(ofRuns, /<ReferencedEntityName>\w+/, '<ReferencedEntityName>pmds_Gone'),
    );
    expect(lines(found)).toEqual([
      expect.stringContaining('The table pmds_Gone is not in the package.'),
      expect.stringContaining('CascadeDelete cannot be "Perhaps".'),
    ]);
  });

  it('finds a table with two parents', () => {
    const found = foundBy(valuesAreAllowed, (solution) => {
      for (const file of ['Other/Relationships/pmds_DataSync.xml', ofRuns]) {
        const text = solution.text(file).replaceAll(/<CascadeShare>\w+/g, '<CascadeShare>Cascade');
        solution.add(file, text);
      }
    });
    expect(lines(found)).toContainEqual(expect.stringMatching(/pmds_errortrace has a parent already, by pmds_/));
  });
});

describe('text-is-utf8', () => {
  it('finds a file in another encoding', () => {
    const found = foundBy(textIsUtf8, (solution) =>
      solution.files.set(
        'WebResources/pmds_/icons/app.svg',
        Buffer.from('<svg><title>f\u00fcr</title></svg>', 'latin1'),
      ),
    );
    expect(lines(found)).toEqual([
      'WebResources/pmds_/icons/app.svg: WebResources/pmds_/icons/app.svg: It is not UTF-8.',
    ]);
  });
});
