/** Commands and enable rules of the script `pmds_/js/retry-errors.js`, as the command bars name them: `Pmds.Retry.…`. */
export { canRetry, retry } from './retry/retry-all.js';
export { canRetrySelected, retrySelected } from './retry/retry-selected.js';
