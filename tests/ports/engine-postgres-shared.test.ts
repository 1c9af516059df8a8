import { engineSuite } from './engine/engine.suite';
import { postgresUrl, sharedBackend } from './engine/postgres-backend';

// Beside the suite of one process, so that both run at the same time. Jest leaves it out where PMDS_TEST_POSTGRES names none.
describe('with a server', () => {
  engineSuite('PostgreSQL with ranges shared through pg-boss', () => sharedBackend(postgresUrl ?? ''));
});
