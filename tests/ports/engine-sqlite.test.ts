import { engineSuite } from './engine/engine.suite';
import { migratedSqlite } from './engine/migrated-sqlite';

engineSuite('SQLite', migratedSqlite());
