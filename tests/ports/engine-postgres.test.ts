import { engineSuite } from './engine/engine.suite';
import { postgresBackend, postgresUrl, sharedBackend } from './engine/postgres-backend';

// A real server: an embedded one hides differences such as the text of large numbers.
const suite = postgresUrl === undefined ? describe.skip : describe;

suite('with a server', () => {
  engineSuite('PostgreSQL', () => postgresBackend(postgresUrl ?? ''));
  engineSuite('PostgreSQL with ranges shared through pg-boss', () => sharedBackend(postgresUrl ?? ''));
});
