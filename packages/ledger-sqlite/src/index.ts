export type { FsckOptions, LedgerIssue, LedgerIssueKind, LedgerReader } from '@wimse-ect/ledger/durable'
export { fsckSqliteLedger, type SqliteFsckOptions } from './fsck/fsck-sqlite-ledger.ts'
export {
  createSqliteLedger,
  type NewSqliteLedgerOptions,
  openSqliteLedger,
  openSqliteLedgerReader,
  type SqliteLedgerOptions,
} from './open-sqlite-ledger.ts'
export { restoreSqliteLedger } from './restore/restore-sqlite-ledger.ts'
export { SqliteLedger } from './sqlite-ledger.ts'
export { SqliteLedgerReader } from './sqlite-ledger-reader.ts'
