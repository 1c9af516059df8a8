import { passedBefore, skippable } from './scripts/unchanged/fingerprint.mjs';

/** One Jest for the repository: a project per kind of test, so that `jest --selectProjects unit` runs one kind alone. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'classic' } },
    },
    module: { type: 'commonjs' },
  },
];

export const project = (displayName, more = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/tests/${displayName}/**/*.test.{ts,tsx}`],
  testEnvironment: 'node',
  transform: { '\\.(ts|tsx|mjs)$': swc, 'node_modules/(jose|uuid|@sparticuz)/.*\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!(jose|uuid|@sparticuz)/)'],
  resolver: '<rootDir>/tests/support/resolver.cjs',
  moduleNameMapper: {
    '^@pmds/contracts/(.*)$': '<rootDir>/contracts/src/$1.ts',
    '^@pmds/solution-schema/(.*)$': '<rootDir>/solution-schema/src/$1.ts',
    '^@pmds/emulator/(.*)$': '<rootDir>/emulator/src/$1.ts',
    '^@pmds/bridge/(.*)$': '<rootDir>/plugins-ts-bridge/src/$1.ts',
    '^@pmds/scripts/(.*)$': '<rootDir>/scripts/src/$1.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.*/out/', '<rootDir>/.cache/', '<rootDir>/.local/'],
  ...more,
});

/** Tests of the shared store need a PostgreSQL server, which PMDS_TEST_POSTGRES names and `.ci/run` starts. */
const needServer = [
  '/node_modules/',
  'ports/engine-postgres',
  'ports/engine-shared\\.test',
  'ports/engine-processes\\.test',
];

/** Suites that start Dataverse, the service or a browser as processes: the file says how long each of their tests may take. */
const processes = { setupFilesAfterEnv: ['<rootDir>/tests/support/process-timeout.ts'] };

/** Options of Jest that do not choose what is run. */
const harmless = /^--(ci|json|verbose|silent|outputFile=.*|maxWorkers=.*)$/;
const whole = process.argv.slice(2).every((option) => harmless.test(option));
/** Suites of the local Dataverse that passed on what is there now; whoever asks for them by name gets them. */
const skipped = whole && passedBefore(import.meta.dirname);

const projects = [
  project('unit'),
  project('controls', {
    testEnvironment: 'jsdom',
    testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  }),
  project('ports', { ...processes, ...(process.env.PMDS_TEST_POSTGRES ? {} : { testPathIgnorePatterns: needServer }) }),
  project('emulator'),
  project('clients'),
  project('packaging'),
  project('bridge', processes),
  project('journeys', { ...processes, globalSetup: '<rootDir>/tests/support/journeys-setup.mjs' }),
];

export default {
  projects: projects.filter(({ displayName }) => !skipped || !skippable.includes(displayName)),
  reporters: ['default', ['<rootDir>/scripts/unchanged/reporter.mjs', { whole, skipped }]],
  // Suites of the bridge spend most of their time waiting: for polls, pauses and processes that start.
  maxWorkers: 3,
  // Jest takes it from here alone, and from none of the projects.
  testTimeout: 60_000,
};
