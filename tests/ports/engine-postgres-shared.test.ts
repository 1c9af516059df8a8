import { engineSuite } from './engine/engine.suite';
import { keptDatabases } from './engine/kept-database';
import { postgresUrl, sharedBackend } from './engine/postgres-backend';

// Beside the suite of one process, so that both run at the same time. Jest leaves it out where PMDS_TEST_POSTGRES names none.
describe('with a server', () => {
  const database = keptDatabases(postgresUrl ?? '');
  engineSuite('PostgreSQL with ranges shared through pg-boss', async () => sharedBackend(await database()));
});
