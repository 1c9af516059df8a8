import { unzipSync } from 'fflate';
import { MissingFile, packageName, packageZip } from '@pmds/solution-schema/zip/package-zip';
import { parseXml, path, textOf } from '@pmds/solution-schema/read/xml';
import { Breakable, solutionFiles, solutionOf } from './support/solution-fixture';

const utf8 = new TextDecoder();
const entries = (managed: boolean) => unzipSync(packageZip(solutionOf(solutionFiles()), managed));

describe('the packed zip', () => {
  it('has the same bytes when the same solution is packed again, in whatever order its files are read', () => {
    const files = solutionFiles();
    const reversed = new Map([...files].reverse());
    for (const managed of [false, true]) {
      const first = Buffer.from(packageZip(solutionOf(files), managed));
      expect(first.equals(Buffer.from(packageZip(solutionOf(new Map(files)), managed)))).toBe(true);
      expect(first.equals(Buffer.from(packageZip(solutionOf(reversed), managed)))).toBe(true);
    }
  });

  it('has three files at its root and no folder of its own', () => {
    const names = Object.keys(entries(false));
    expect(names.filter((name) => !name.includes('/')).sort()).toEqual([
      '[Content_Types].xml',
      'customizations.xml',
      'solution.xml',
    ]);
    expect(names.filter((name) => name.endsWith('/') || name.includes('\\'))).toEqual([]);
  });

  it('says in solution.xml which kind it is, and differs in nothing else', () => {
    const [unmanaged, managed] = [entries(false), entries(true)];
    const kind = (zip: Record<string, Uint8Array>) =>
      textOf(path(parseXml(zip['solution.xml'] ?? new Uint8Array(), 'solution.xml'), 'SolutionManifest'), 'Managed');
    expect([kind(unmanaged), kind(managed)]).toEqual(['0', '1']);
    expect(Object.keys(managed)).toEqual(Object.keys(unmanaged));
    const differing = Object.keys(managed).filter(
      (name) => utf8.decode(managed[name]) !== utf8.decode(unmanaged[name]),
    );
    expect(differing).toEqual(['solution.xml']);
  });

  it('has a content type for every part', () => {
    const zip = entries(false);
    const types = parseXml(zip['[Content_Types].xml'] ?? new Uint8Array(), '[Content_Types].xml').children;
    const extensions = new Set(types.map((type) => type.attributes.get('Extension')));
    const parts = new Set(types.map((type) => type.attributes.get('PartName')));
    for (const name of Object.keys(zip)) {
      const covered = parts.has(`/${name}`) || extensions.has(name.slice(name.lastIndexOf('.') + 1));
      expect([name, covered]).toEqual([name, true]);
      if (name.endsWith('.xml') && name.includes('/')) expect([name, parts.has(`/${name}`)]).toEqual([name, true]);
    }
  });

  it('carries every form, view, chart and command bar of the folder', () => {
    const files = solutionFiles();
    const text = utf8.decode(entries(false)['customizations.xml']);
    const count = (pattern: RegExp) => [...files.keys()].filter((name) => pattern.test(name)).length;
    const occurrences = (what: string) => text.split(what).length - 1;
    expect(occurrences('<systemform>')).toBe(count(/FormXml\//));
    expect(occurrences('<savedquery>')).toBe(count(/SavedQueries\//));
    expect(occurrences('<visualization>')).toBe(count(/Visualizations\//));
    expect(occurrences('<Dashboard>')).toBe(count(/^Dashboards\//));
    // Start Sync, Retry Errors, Retry Selected, and Delete on the form and in lists.
    expect(occurrences('<CommandDefinition ')).toBe(5);
  });

  it('is named after solution, version and kind', () => {
    const solution = solutionOf(solutionFiles());
    expect(packageName(solution, false)).toBe('ProfileManagementDataSync_1.0.0.0.zip');
    expect(packageName(solution, true)).toBe('ProfileManagementDataSync_1.0.0.0_managed.zip');
  });
});

describe('packing', () => {
  it.each([
    'WebResources/pmds_/js/start-sync.js',
    'Controls/pmds_Pmds.FieldsToSync/bundle.js',
    'Controls/pmds_Pmds.MarketingLists/ControlManifest.xml',
  ])('stops with the name of %s when it is not built', (file) => {
    const solution = solutionOf(new Breakable().remove(file).files);
    expect(() => packageZip(solution, false)).toThrow(MissingFile);
    expect(() => packageZip(solution, false)).toThrow(file);
  });

  it('stops at a section that it does not know', () => {
    const broken = new Breakable().edit('Other/Customizations.xml', '<Templates />', '<Templates /><CanvasApps />');
    expect(() => packageZip(solutionOf(broken.files), false)).toThrow(/nothing is known about the section CanvasApps/);
  });

  it('stops at a file that is not well-formed and names it', () => {
    const broken = new Breakable().edit('OptionSets/pmds_syncstatus.xml', '</optionset>', '');
    expect(() => solutionOf(broken.files)).toThrow(/OptionSets\/pmds_syncstatus\.xml is not well-formed/);
  });
});
