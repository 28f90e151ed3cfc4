import { setImmediate } from 'node:timers/promises'
import { type AppendCall, type CommitsBatches, judgeCall } from '../../../src/durable/group-commit.ts'
import { JudgedBatch } from '../../../src/durable/judged-batch.ts'
import type { KeptCheckpoint } from '../../../src/durable/ledger-store.ts'
import { StoredTree } from '../../../src/durable/stored-tree.ts'
import { leafHash } from '../../../src/merkle/tree-hash.ts'
import { TableStore } from './table-store.ts'
import type { Tables } from './tables.ts'

/** What the transactions work with. */
export interface TableTransactionsParts {
  readonly tables: Tables
  readonly clock: () => number
  /** Called after every commit that made the log grow. */
  readonly onGrowth: () => void
}

/** Commits batches to {@link Tables}: what a batch comes to is there at once, and is answered after that. */
export class TableTransactions implements CommitsBatches {
  readonly #parts: TableTransactionsParts
  readonly #store: TableStore
  #checkpoint: KeptCheckpoint | undefined

  constructor(parts: TableTransactionsParts) {
    this.#parts = parts
    this.#store = new TableStore(parts.tables)
  }

  /** Has a checkpoint written with the next transaction. */
  keep(checkpoint: KeptCheckpoint): void {
    this.#checkpoint = checkpoint
  }

  hasMore(): boolean {
    return this.#checkpoint !== undefined
  }

  async commit(calls: readonly AppendCall[]): Promise<void> {
    const { tables, clock, onGrowth } = this.#parts
    const checkpoint = this.#checkpoint
    this.#checkpoint = undefined
    const size = this.#store.size()
    const edge = await new StoredTree(this.#store).edge(size)
    const batch = new JudgedBatch({
      ids: tables.founding.ids,
      committed: this.#store,
      size,
      clock,
      hasEvidence: (sequence) => tables.hasEvidence(sequence),
    })
    const answers = calls.map((call) => judgeCall(batch, call))
    const nodes = batch.records.flatMap(({ entry }) => edge.append(leafHash(entry.compact)))
    // As long as a database would take; whoever reads meanwhile sees nothing of it.
    await setImmediate()
    tables.add(batch.records, nodes)
    tables.addEvidence(batch.evidence)
    if (checkpoint !== undefined) tables.checkpoint = checkpoint
    for (const answer of answers) answer()
    if (batch.records.length > 0) onGrowth()
  }
}
