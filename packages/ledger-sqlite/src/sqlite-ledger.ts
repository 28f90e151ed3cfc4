import { StoredLedger } from '@wimse-ect/ledger/durable'

/**
 * A ledger in a file of this machine, that a crash cannot hurt. Made by `createSqliteLedger` and `openSqliteLedger`.
 * This process is its one writer until `close`, which lets other writers in.
 */
export class SqliteLedger extends StoredLedger {}
