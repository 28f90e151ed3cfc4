export type { FsckOptions, LedgerIssue, LedgerIssueKind, LedgerReader } from '@wimse-ect/ledger/durable'
export type { PostgresConnection, PostgresConnectionOptions } from './connection.ts'
export { fsckPostgresLedger, type PostgresFsckOptions } from './fsck/fsck-postgres-ledger.ts'
export type { Lead, LeaderOptions } from './leader.ts'
export {
  createPostgresLedger,
  type NewPostgresLedgerOptions,
  openPostgresLedger,
  openPostgresLedgerReader,
  type PostgresLedgerOptions,
  type PostgresLedgerReaderOptions,
} from './open-postgres-ledger.ts'
export { PostgresLedger } from './postgres-ledger.ts'
export { PostgresLedgerReader } from './postgres-ledger-reader.ts'
export { type PostgresImportOptions, restorePostgresLedger } from './restore/restore-postgres-ledger.ts'
