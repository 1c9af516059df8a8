import { engineSuite } from './engine/engine.suite';
import { postgresBackend, postgresUrl } from './engine/postgres-backend';

// A real server: an embedded one hides differences such as the text of large numbers.
// Jest leaves this file out where PMDS_TEST_POSTGRES names none.
describe('with a server', () => {
  engineSuite('PostgreSQL', () => postgresBackend(postgresUrl ?? ''));
});
