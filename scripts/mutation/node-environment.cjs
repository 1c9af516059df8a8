const Environment = require('@stryker-mutator/jest-runner/jest-env/node');
const { stopAtFirstFailure } = require('./first-failure.cjs');

module.exports = stopAtFirstFailure(Environment);
