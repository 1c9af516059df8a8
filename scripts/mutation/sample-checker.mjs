// Lets only the drawn mutants through to the tests. StrykerJS asks a checker about each mutant before it tests it.
import { readFileSync } from 'node:fs';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { keyOf } from './sample.mjs';

const notDrawn = { status: CheckStatus.CompileError, reason: 'Not in the sample.' };

function sampleChecker() {
  const { root, keys } = JSON.parse(readFileSync(process.env.PMDS_MUTATION_SAMPLE, 'utf8'));
  const drawn = new Set(keys);
  return {
    init: () => Promise.resolve(),
    check: (mutants) => {
      const verdict = (mutant) => (drawn.has(keyOf(mutant, root)) ? { status: CheckStatus.Passed } : notDrawn);
      return Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(mutant)])));
    },
    group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
  };
}
sampleChecker.inject = tokens(commonTokens.logger);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'sample', sampleChecker)];
