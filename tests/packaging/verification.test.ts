import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFiles, withoutTwins } from '@pmds/solution-schema/zip/compare-packages';
import { findOfficialPacker } from '@pmds/solution-schema/zip/official-packer';
import { fragmentsOf } from '@pmds/solution-schema/xsd/xsd-fragments';
import { validate } from '@pmds/solution-schema/xsd/xsd-validation';
import { packageParts } from '@pmds/solution-schema/zip/package-zip';
import { solutionFiles, solutionOf } from './support/solution-fixture';

const utf8 = new TextEncoder();
const files = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries(entries).map(([name, text]) => [name, utf8.encode(text)]));
const names = { ours: 'ours', theirs: 'theirs' };

describe('comparing with the official packer', () => {
  it('sees no difference in layout, in the order of attributes and in the order of parts', () => {
    const ours = files({ 'a.xml': '<Roles xmlns:xsi="x"><Role id="1" name="a" /><Role id="2" name="b" /></Roles>' });
    const theirs = files({
      'a.xml': '\uFEFF<?xml version="1.0"?>\n<Roles>\n <Role name="b" id="2"/><Role name="a" id="1"></Role></Roles>',
    });
    expect(compareFiles(ours, theirs, names)).toEqual([]);
  });

  it.each([
    ['another value', '<a b="1" />', '<a b="2" />'],
    ['another text', '<a>1</a>', '<a>2</a>'],
    [
      'another order where it matters',
      '<row><cell id="1" /><cell id="2" /></row>',
      '<row><cell id="2" /><cell id="1" /></row>',
    ],
    ['a missing element', '<a><b /></a>', '<a />'],
  ])('sees %s', (_, ours, theirs) => {
    const found = compareFiles(files({ 'a.xml': ours }), files({ 'a.xml': theirs }), names);
    expect(found.map(({ path }) => path)).toEqual(['a.xml']);
  });

  it('sees a file that only one side has and one byte of a script', () => {
    const found = compareFiles(files({ 'a.js': 'x', 'b.js': 'x' }), files({ 'a.js': 'y', 'c.js': 'x' }), names);
    expect(found).toEqual([
      { path: 'a.js', what: 'bytes differ between ours and theirs' },
      { path: 'b.js', what: 'only in ours' },
      { path: 'c.js', what: 'only in theirs' },
    ]);
  });

  it('accepts a managed twin that says the same and reports one that does not', () => {
    const same = withoutTwins(files({ 'f.xml': '<a />', 'f_managed.xml': '<a></a>' }));
    expect([[...same.files.keys()], same.differing]).toEqual([['f.xml'], []]);
    expect(withoutTwins(files({ 'f.xml': '<a />', 'f_managed.xml': '<b />' })).differing).toEqual(['f_managed.xml']);
  });
});

describe('finding the official packer', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pmds-pac-'));
    const pac = join(folder, 'pac');
    await writeFile(pac, '#!/bin/sh\necho "Microsoft PowerPlatform CLI"\necho "Version: 9.9.9+test"\n');
    await chmod(pac, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes the one that PAC names', async () => {
    const packer = await findOfficialPacker(folder, { PAC: join(folder, 'pac'), PATH: '' });
    expect(packer?.version).toBe('9.9.9+test');
  });

  it('takes the one on the path', async () => {
    expect((await findOfficialPacker(folder, { PATH: folder }))?.version).toBe('9.9.9+test');
  });

  it('says that there is none', async () => {
    expect(await findOfficialPacker(folder, { PATH: '' })).toBeNull();
    expect(await findOfficialPacker(folder, { PAC: join(folder, 'nothing'), PATH: folder })).toBeNull();
  });
});

describe('validating with schemas', () => {
  const schemas = new Map([
    [
      'main.xsd',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="part.xsd" /><xs:element name="a" type="A" /></xs:schema>',
    ],
    [
      'part.xsd',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="A"><xs:attribute name="n" type="xs:integer" use="required" /></xs:complexType></xs:schema>',
    ],
  ]);

  it('accepts what is valid, with included files and a byte order mark', async () => {
    expect(await validate(schemas, 'main.xsd', new Map([['one.xml', '\uFEFF<a n="1" />']]))).toEqual([]);
  });

  it('names the document at fault', async () => {
    const errors = await validate(
      schemas,
      'main.xsd',
      new Map([
        ['one.xml', '<a n="1" />'],
        ['two.xml', '<a n="x" />'],
      ]),
    );
    expect(errors.join('\n')).toContain('two.xml');
    expect(errors.join('\n')).not.toContain('one.xml');
  });

  it('covers the two root files and every form, query, command bar, site map and chart', () => {
    const files = solutionFiles();
    const fragments = fragmentsOf(packageParts(solutionOf(files), false));
    const count = (pattern: RegExp) => [...files.keys()].filter((name) => pattern.test(name)).length;
    const charts = count(/Visualizations\//);
    expect([...fragments].map(([schema, documents]) => [schema, documents.size])).toEqual([
      ['CustomizationsSolution.xsd', 1],
      ['SolutionManifest.xsd', 1],
      ['FormXml.xsd', count(/FormXml\/|^Dashboards\//)],
      ['Fetch.xsd', count(/SavedQueries\//) + charts],
      ['RibbonCore.xsd', count(/RibbonDiff\.xml$/)],
      ['SiteMap.xsd', 1],
      ['VisualizationDataDescription.xsd', charts],
    ]);
  });
});
