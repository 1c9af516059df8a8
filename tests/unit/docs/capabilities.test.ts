import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The page that says what works has to be carried by tests that name what they show. */
const tests = join(__dirname, '..', '..');
const page = readFileSync(join(tests, '..', 'docs', 'capabilities.md'), 'utf8');

interface Claim {
  readonly ids: readonly string[];
  readonly state: string;
  readonly text: string;
  /** Files and folders below `tests/`. */
  readonly files: readonly string[];
}

function claimsOf(markdown: string): readonly Claim[] {
  return markdown
    .split('\n')
    .filter((line) => /^\| (?:[A-Z]{2}-\d|N\d)/.test(line))
    .map((line) => {
      const [, ids = '', state = '', text = ''] = line.split('|').map((cell) => cell.trim());
      const files = [...text.matchAll(/`([a-z]+\/[\w/.-]+)`/g)].map(([, file = '']) => file);
      return { ids: ids.split(', '), state, text, files: files.filter((file) => !file.startsWith('docs/')) };
    });
}

const series = (prefix: string, last: number, digits: number): string[] =>
  Array.from({ length: last }, (_, at) => `${prefix}${String(at + 1).padStart(digits, '0')}`);

/** What is promised, by its stable ids. */
const promised = [
  ...series('CD-', 31, 2),
  ...series('OC-', 25, 2),
  ...series('PR-', 17, 2),
  ...series('IZ-', 24, 2),
  ...series('RT-', 25, 2),
  ...series('N', 26, 1),
];

/** What the page says that is not so. */
function faultsOf(claims: readonly Claim[]): string[] {
  const missing = claims.flatMap(({ ids, files }) =>
    files.filter((file) => !existsSync(join(tests, file))).map((file) => `${ids.join()}: ${file} is not there`),
  );
  const unnamed = claims
    .filter(({ state }) => state.startsWith('works'))
    .flatMap(({ ids, files }) => {
      const texts = files
        .map((file) => join(tests, file))
        .filter((file) => existsSync(file) && statSync(file).isFile())
        .map((file) => readFileSync(file, 'utf8'));
      return ids
        .filter((id) => !texts.some((text) => new RegExp(`\\b${id}\\b`).test(text)))
        .map((id) => `${id}: no test of its row names it`);
    });
  const vague = claims
    .filter(({ state, text }) => !/^(?:works|partly|not yet)\b/.test(state) || text === '')
    .map(({ ids }) => `${ids.join()}: no state or no reason`);
  return [...missing, ...unnamed, ...vague];
}

const claims = claimsOf(page);

describe('docs/capabilities.md', () => {
  it('has every id once', () => {
    const found = claims.flatMap(({ ids }) => ids);
    expect([...found].sort()).toEqual([...promised].sort());
  });

  it('names, for what works, tests that exist and name the id', () => {
    expect(faultsOf(claims)).toEqual([]);
  });

  it.each([
    ['| CD-01 | works | `bridge/nowhere.test.ts` |', 'CD-01: bridge/nowhere.test.ts is not there'],
    ['| CD-07 | works | `unit/docs/errors.test.ts` |', 'CD-07: no test of its row names it'],
    ['| N1 | works | a test of N17: `unit/engine-governor.test.ts` |', 'N1: no test of its row names it'],
    ['| RT-18 | works | |', 'RT-18: no state or no reason'],
    ['| RT-18 | done | `unit/docs/errors.test.ts` |', 'RT-18: no state or no reason'],
  ])('would find %s', (line, fault) => {
    expect(faultsOf(claimsOf(line))).toContain(fault);
  });
});
