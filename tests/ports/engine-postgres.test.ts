import { engineSuite } from './engine/engine.suite';
import { keptDatabases } from './engine/kept-database';
import { postgresUrl } from './engine/postgres-backend';

// A real server: an embedded one hides differences such as the text of large numbers.
// Jest leaves this file out where PMDS_TEST_POSTGRES names none.
describe('with a server', () => {
  engineSuite('PostgreSQL', keptDatabases(postgresUrl ?? ''));
});
