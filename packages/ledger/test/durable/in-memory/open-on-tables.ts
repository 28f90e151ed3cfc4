import { Checkpointer } from '../../../src/durable/checkpointer.ts'
import { type FoundingOptions, foundingOf } from '../../../src/durable/founding.ts'
import { GroupCommit } from '../../../src/durable/group-commit.ts'
import { StoredLedger } from '../../../src/durable/stored-ledger.ts'
import { StoredTree } from '../../../src/durable/stored-tree.ts'
import { TableStore } from './table-store.ts'
import { TableTransactions } from './table-transactions.ts'
import { Tables } from './tables.ts'

/** How a ledger on {@link Tables} is opened. */
export interface OnTablesOptions extends FoundingOptions {
  /** Default: new and empty ones. */
  readonly tables?: Tables | undefined
  /** Seconds since 1970. */
  readonly clock: () => number
  /** How long after a commit the next checkpoint is signed, in milliseconds. Default 5. */
  readonly delayMs?: number
  /** Called when the ledger gives back what it holds. */
  readonly onClose?: () => void
}

/** A ledger on tables in memory: made of the parts of every durable ledger, and of as little else as possible. */
export function openOnTables(options: OnTablesOptions): { readonly ledger: StoredLedger; readonly tables: Tables } {
  const { tables = new Tables(foundingOf(options)), signer, clock, delayMs = 5, onClose } = options
  const store = new TableStore(tables)
  const transactions = new TableTransactions({ tables, clock, onGrowth: () => checkpointer?.grown() })
  const queue = new GroupCommit(transactions)
  const checkpointer: Checkpointer | undefined =
    signer &&
    new Checkpointer({
      size: () => store.size(),
      head: () => new StoredTree(store).head(store.size()),
      signer,
      delayMs,
      keep: (checkpoint) => {
        transactions.keep(checkpoint)
        queue.wake()
      },
    })
  const ledger = new StoredLedger({ store, queue, checkpointer, close: async () => onClose?.() })
  return { ledger, tables }
}
