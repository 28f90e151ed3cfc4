import type { RightEdge } from '@wimse-ect/ledger'
import {
  type AppendCall,
  type CommitsBatches,
  JudgedBatch,
  judgeCall,
  type StoredTree,
} from '@wimse-ect/ledger/durable'
import { CommittedView } from './committed-view.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { CheckpointRow } from './writer/rows.ts'
import type { Writer } from './writer/writer.ts'
import { writtenBatch } from './written-batch.ts'

/** What the transactions work with. */
export interface TransactionsParts {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly tree: StoredTree
  readonly clock: () => number
  /** Called after every commit that made the log grow. */
  readonly onGrowth: () => void
  /** Called when a checkpoint has been kept in the database. */
  readonly onKept: ((checkpoint: CheckpointRow) => Promise<void>) | undefined
}

/**
 * A batch, as one transaction: begun before the first token is judged and committed before the first answer is given, so that
 * check and append are one step [LEDGER-ATOMIC] and nothing is acknowledged that a crash could lose [LEDGER-DURABLE-ACK].
 */
export class Transactions implements CommitsBatches {
  readonly #parts: TransactionsParts
  #checkpoint: CheckpointRow | undefined
  #edge: RightEdge | undefined

  constructor(parts: TransactionsParts) {
    this.#parts = parts
  }

  /** Has a checkpoint written with the next transaction. */
  keep(checkpoint: CheckpointRow): void {
    this.#checkpoint = checkpoint
  }

  hasMore(): boolean {
    return this.#checkpoint !== undefined
  }

  async commit(calls: readonly AppendCall[]): Promise<void> {
    const checkpoint = this.#checkpoint
    this.#checkpoint = undefined
    try {
      const answers = await this.#transact(calls, checkpoint)
      for (const answer of answers) answer()
      // That the copy could not be written is no reason to stop: the next one is.
      if (checkpoint !== undefined) await this.#parts.onKept?.(checkpoint).catch(() => undefined)
    } catch (error) {
      this.#edge = undefined
      throw error
    }
  }

  /** Returns what is to be answered: all of it is durable. */
  async #transact(
    calls: readonly AppendCall[],
    checkpoint: CheckpointRow | undefined,
  ): Promise<readonly (() => void)[]> {
    const { writer, reader, tree, clock, onGrowth } = this.#parts
    const size = await writer.begin()
    try {
      const edge = this.#edge?.size === size ? this.#edge : await tree.edge(size)
      const batch = new JudgedBatch({
        ids: reader.founding.ids,
        committed: new CommittedView(reader),
        size,
        clock,
        hasEvidence: (sequence) => reader.hasEvidence(sequence),
      })
      const answers = calls.map((call) => judgeCall(batch, call))
      if (batch.isEmpty && checkpoint === undefined) {
        await writer.rollback()
        return answers
      }
      const grown = edge.copy()
      await writer.commit(writtenBatch(batch, grown, checkpoint, (id) => reader.tileRow(id)))
      this.#edge = grown
      for (const record of batch.records) reader.remember(record)
      if (batch.records.length > 0) onGrowth()
      return answers
    } catch (error) {
      await writer.rollback()
      throw error
    }
  }
}
