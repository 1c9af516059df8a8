// A journey drives real processes and a real browser on whatever machine there is; one that fails gets a second try, and the first
// failure is printed all the same.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
