/** Once a test has failed, the mistake is noticed: the remaining tests are skipped. Jest itself only skips whole files. */
let noticed = null;

exports.stopAtFirstFailure = (Environment) =>
  class extends Environment {
    constructor(...args) {
      super(...args);
      const inner = this.handleTestEvent;
      this.handleTestEvent = async (event, state) => {
        const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
        if (mutant !== undefined) {
          if (event.name === 'test_done' && event.test.errors.length > 0) noticed = mutant;
          if (event.name === 'test_start' && noticed === mutant) event.test.mode = 'skip';
        }
        await inner?.call(this, event, state);
      };
    }
  };
