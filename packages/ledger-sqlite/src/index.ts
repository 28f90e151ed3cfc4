export { type FsckOptions, fsckSqliteLedger } from './fsck/fsck-sqlite-ledger.ts'
export type { LedgerIssue, LedgerIssueKind } from './fsck/issue.ts'
export {
  createSqliteLedger,
  type NewSqliteLedgerOptions,
  openSqliteLedger,
  openSqliteLedgerReader,
  type SqliteLedgerOptions,
} from './open-sqlite-ledger.ts'
export { SqliteLedger } from './sqlite-ledger.ts'
export { type LedgerReader, SqliteLedgerReader } from './sqlite-ledger-reader.ts'
