// Jest for a mutation run: the tests that cover the area, in the environments that report to StrykerJS.
import { join } from 'node:path';
import { project } from '../../jest.config.mjs';
import { areas } from './areas.mjs';

const { PMDS_MUTATION_AREA, PMDS_MUTATION_TESTS } = process.env;
const more = {
  node: {},
  jsdom: {
    testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
    setupFilesAfterEnv: [join(import.meta.dirname, 'patient-queries.cjs')],
  },
};

const projects = Object.entries(areas[PMDS_MUTATION_AREA][PMDS_MUTATION_TESTS]).map(([environment, tests]) =>
  project(environment, {
    testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
    testEnvironment: join(import.meta.dirname, `${environment}-environment.cjs`),
    ...more[environment],
  }),
);
const [first] = projects;

export default {
  // To see what a test covers StrykerJS puts an environment of its own over that of the configuration, not of its projects.
  ...(projects.length === 1 ? first : { rootDir: first.rootDir, projects }),
  maxWorkers: 1,
  // What a mistake keeps waiting for ever is noticed, too. So long that a busy machine does not look like a mistake.
  testTimeout: 150_000,
};
