// Owns the one database: its server, its connections, its schema, and what a transaction is.
export { type Connection, type ConnectOptions, connect } from './connect.ts';
export { type Db, inTransaction, type Tx } from './in-transaction.ts';
export { type MigrateOptions, migrate } from './migrate.ts';
export { type Database, type OpenDatabaseOptions, openDatabase } from './open-database.ts';
export type { DB } from './schema.gen.ts';
export { inOrder, together } from './together.ts';
