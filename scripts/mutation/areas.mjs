const bridge = 'plugins-ts-bridge/src';
const unit = 'tests/unit/{clock,contracts,docs,edges,members,network,runs,start,values,webresources}/**/*.test.ts';
const core = 'tests/unit/*.test.ts';
const engine = ['tests/ports/engine-sqlite.test.ts', 'tests/ports/engine-retention.test.ts'];

/** What every area has to reach of its sample, in per cent. */
export const floorPercent = 92;

/**
 * The areas a mutation run knows. `sources` (globs of git) are mutated, `tests` have to notice, by the environment they run in. They are
 * those that run the sources in Jest's own process: a mistake is not in the compiled service that other suites start.
 * What `tests` leave unnoticed meets `slowTests`. Where `covers` is false a mutant meets all tests that import it, because some of them name their own environment, which
 * would not report what they cover.
 */
export const areas = {
  contracts: {
    sources: ['contracts/src/**/*.ts', '!contracts/src/generated/**'],
    tests: { node: [unit, core] },
    covers: true,
  },
  domain: {
    sources: [`${bridge}/domain/**/*.ts`],
    tests: { node: [unit, core] },
    slowTests: { node: engine },
    covers: true,
  },
  application: {
    sources: [`${bridge}/application/**/*.ts`],
    tests: { node: [unit, core] },
    slowTests: { node: engine },
    covers: true,
  },
  prefill: {
    sources: ['prefill/src/**/*.ts'],
    tests: { jsdom: ['tests/controls/prefill/**/*.test.ts'] },
    covers: true,
  },
  webresources: {
    sources: ['webresources/src/**/*.ts'],
    tests: { jsdom: ['tests/unit/webresources/**/*.test.ts', 'tests/controls/scripts/**/*.test.ts'] },
    covers: true,
  },
  controls: {
    sources: [
      'controls/*/*/**/*.ts',
      'controls/*/*/**/*.tsx',
      'controls/shared/*.ts',
      'controls/shared/*.tsx',
      '!controls/*/*/generated/**',
    ],
    tests: { jsdom: ['tests/controls/*.test.{ts,tsx}'] },
    covers: true,
  },
};
