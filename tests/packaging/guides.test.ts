import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from '@pmds/scripts/pictures/pictures';
import { languages } from '@pmds/contracts/wording';

const root = join(__dirname, '..', '..');
const guides = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Files of a folder, below it as well. */
function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/node_modules|[/\\](out|dist)[/\\]/.test(name))
    .map((name) => `${folder}/${name}`);
}

const english = String(languages.en.id);

/** English names of tables, columns, choices, tabs, sections, views and commands, as the solution's XML says them. */
function namesOfSolution(): Set<string> {
  const names = new Set<string>();
  for (const path of filesBelow('solution', /\.xml$/)) {
    for (const [element] of textOf(path).matchAll(/<[A-Za-z]+\s[^>]*description="[^"]*"[^>]*>/g)) {
      if (!element.includes(`languagecode="${english}"`)) continue;
      const name = /description="([^"]*)"/.exec(element)?.[1];
      if (name !== undefined) names.add(plain(name));
    }
    for (const [, title = ''] of textOf(path).matchAll(/<Title LCID="1033" Title="([^"]+)"/g)) names.add(plain(title));
    for (const [, role = ''] of textOf(path).matchAll(/<Role [^>]*name="([^"]+)"/g)) names.add(plain(role));
  }
  return names;
}

/** English texts of the controls and of the scripts of the form, which carry their own. */
function textsOfScreens(): Set<string> {
  const sources = [
    ...filesBelow('controls', /(\.1033\.resx)$/),
    ...filesBelow('webresources/src', /(en|texts)\.ts$/),
    ...filesBelow('controls/shared', /\.tsx?$/),
  ];
  const names = new Set<string>();
  for (const path of sources) {
    for (const [, value = ''] of textOf(path).matchAll(/<value>([^<]+)<\/value>/g)) names.add(plain(value));
    for (const [, value = ''] of textOf(path).matchAll(/'((?:[^'\\\n]|\\.)+)'/g)) names.add(plain(value));
  }
  return names;
}

const plain = (name: string): string =>
  name
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .trim()
    .toLowerCase();

/** What the user guide names by a typographic mark, and is on no screen of ours: the platform's own, and words that are stressed. */
const platformNames = [
  'new',
  'save',
  'delete',
  'yes',
  'no',
  'email',
  'channel',
  'scheduled start',
  'campaign activity',
];

describe('the guides', () => {
  const named = new Set([...namesOfSolution(), ...textsOfScreens(), ...platformNames]);
  /** *Emphasis* of the user guide is a name on a screen, always; bold is stress, too, so only what looks like a name counts. */
  const marked = [...textOf('docs/user-guide.md').matchAll(/(?<![*\w])\*([^*\n]+)\*(?![*\w])/g)].map(
    ([, name = '']) => name,
  );

  it('name something on a screen by *emphasis* often enough for this to mean something', () => {
    expect(marked.length).toBeGreaterThan(40);
    expect(named.size).toBeGreaterThan(150);
  });

  it.each([...new Set(marked)])('name "%s" as the solution does', (name) => {
    expect(named.has(plain(name)) ? name : `${name} is on no screen`).toBe(name);
  });

  it.each(['Start Sync', 'Retry Errors', 'Retry Selected', 'Contact Records Synced', 'Lead Records Synced'])(
    'name the command or column **%s**, which the solution has',
    (name) => {
      expect(textOf('docs/user-guide.md')).toContain(`**${name}`);
      expect(named.has(plain(name))).toBe(true);
    },
  );

  const used = guides.flatMap((guide) =>
    [...textOf(guide).matchAll(/!\[[^\]]*\]\((?:docs\/)?images\/([^)]+)\.png\)/g)].map(([, name = '']) => name),
  );

  it.each([...new Set(used)])('show the picture %s, which exists and is made by `npm run pictures`', (name) => {
    expect(existsSync(join(root, 'docs', 'images', `${name}.png`))).toBe(true);
    expect(pictures.map((picture) => picture.name)).toContain(name);
  });

  it('have no picture that nobody looks at, and none is taken for nothing', () => {
    const files = readdirSync(join(root, 'docs', 'images')).map((file) => file.replace(/\.png$/, ''));
    expect(files.sort()).toEqual([...new Set(used)].sort());
    expect(pictures.map(({ name }) => name).sort()).toEqual(files.sort());
  });
});
