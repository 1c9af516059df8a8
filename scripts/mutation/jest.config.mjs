// Jest for a mutation run: the tests that cover the area, in the environments that report to StrykerJS.
import { project } from '../../jest.config.mjs';
import { areas } from './areas.mjs';

const more = { node: {}, jsdom: { testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] } } };

export default {
  rootDir: project('mutation').rootDir,
  projects: Object.entries(areas[process.env.PMDS_MUTATION_AREA].tests).map(([environment, tests]) =>
    project(environment, {
      testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
      testEnvironment: `<rootDir>/scripts/mutation/${environment}-environment.cjs`,
      ...more[environment],
    }),
  ),
  maxWorkers: 1,
  // What a mistake keeps waiting for ever is noticed, too.
  testTimeout: 30_000,
};
