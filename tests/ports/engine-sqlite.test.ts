import { engineSuite } from './engine/engine.suite';
import { sqliteBackend } from './engine/world';

engineSuite('SQLite', () => Promise.resolve(sqliteBackend()));
