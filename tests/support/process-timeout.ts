/**
 * For suites that start Dataverse, the service or a browser as processes, and wait for what these do: beside other suites
 * each of the dozen steps of a test may take seconds, and what a run waits for by itself (pauses, leases) up to half a minute.
 * Whatever a test waits for (`until`) gives up before, and says what did not come.
 */
jest.setTimeout(180_000);
