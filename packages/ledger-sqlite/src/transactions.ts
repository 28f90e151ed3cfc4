import { setImmediate } from 'node:timers/promises'
import type { RightEdge, TreeHead } from '@wimse-ect/ledger'
import { type AppendCall, type CommitsBatches, checkKnownHead, type StoredTree } from '@wimse-ect/ledger/durable'
import { chunksOf, weightOf } from './chunks-of.ts'
import type { KeyFilter } from './key-filter.ts'
import { BrokenCall, OpenTransaction } from './open-transaction.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { CheckpointRow } from './writer/rows.ts'
import type { Writer } from './writer/writer.ts'

/**
 * Tokens that are judged in one go, which takes about a millisecond at most; then others get their turn, and the writer
 * its rows. A small batch is cut too, so that judging and writing overlap.
 */
const maxChunk = 128
const minChunk = 32
const chunksPerBatch = 4

/** What the transactions work with. */
export interface TransactionsParts {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly tree: StoredTree
  readonly filter: KeyFilter
  /** Head of the log when it was opened and checked. */
  readonly head: TreeHead
  readonly clock: () => number
  /** Called after every commit that made the log grow. */
  readonly onGrowth: () => void
  /** Called when a checkpoint has been kept in the database. */
  readonly onKept: ((checkpoint: CheckpointRow) => Promise<void>) | undefined
}

/**
 * A batch, as one transaction, committed before the first answer is given: nothing is acknowledged that a crash could
 * lose [LEDGER-DURABLE-ACK].
 *
 * Check and append are one step [LEDGER-ATOMIC]: batches come one after another, the lock that keeps other writers out
 * is held as long as the ledger is open, and the transaction fails if the log does not have as many entries as when it
 * was judged.
 */
export class Transactions implements CommitsBatches {
  readonly #parts: TransactionsParts
  #checkpoint: CheckpointRow | undefined
  #edge: RightEdge | undefined
  /** The longest log that this process knows to be durable. */
  #known: TreeHead

  constructor(parts: TransactionsParts) {
    this.#parts = parts
    this.#known = parts.head
  }

  /**
   * The head of the log as it is in the file, to be signed. Stops whoever changes the file while it is open from having the log
   * sign two histories [LEDGER-TAMPER].
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED` when it does not begin with what is known
   */
  async presentHead(): Promise<TreeHead> {
    const { reader, tree } = this.#parts
    const known = this.#known
    const size = reader.size()
    await checkKnownHead(known, tree, size)
    return size === known.size ? known : tree.head(size)
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
    const transaction = await this.#transactWithoutBroken(calls, checkpoint)
    transaction.answer()
    // That the copy could not be written is no reason to stop: the next one is.
    if (checkpoint !== undefined) await this.#parts.onKept?.(checkpoint).catch(() => undefined)
  }

  /** A call that breaks when entries of it were written is answered, and everything else judged anew. */
  async #transactWithoutBroken(
    calls: readonly AppendCall[],
    checkpoint: CheckpointRow | undefined,
  ): Promise<OpenTransaction> {
    for (let left = calls; ; ) {
      try {
        return await this.#transact(left, checkpoint)
      } catch (error) {
        if (!(error instanceof BrokenCall)) throw error
        error.call.reject(error.cause)
        left = left.filter((call) => call !== error.call)
      }
    }
  }

  /** Returns a transaction that is durable and waits to be answered. */
  async #transact(calls: readonly AppendCall[], checkpoint: CheckpointRow | undefined): Promise<OpenTransaction> {
    const { writer, reader, filter, clock, onGrowth } = this.#parts
    try {
      const edge = this.#edge?.copy() ?? (await this.#readEdge())
      const { size } = edge
      const transaction = new OpenTransaction({ writer, reader, clock, filter, size, edge })
      let isFirst = true
      for (const chunk of chunksOf(calls, chunkSize(calls))) {
        if (!isFirst) await setImmediate()
        isFirst = false
        transaction.add(chunk)
      }
      if (transaction.isEmpty && checkpoint === undefined) return transaction
      await transaction.commit(checkpoint)
      this.#edge = edge
      this.#known = edge.head()
      for (const record of transaction.records) reader.remember(record)
      if (transaction.records.length > 0) onGrowth()
      return transaction
    } catch (error) {
      this.#edge = undefined
      await writer.rollback()
      throw error
    }
  }

  /**
   * After a failure it may be longer than what is known, by entries that the filter does not know, and never shorter:
   * then somebody has cut it off meanwhile.
   */
  async #readEdge(): Promise<RightEdge> {
    const { reader, tree, filter } = this.#parts
    const size = reader.size()
    await checkKnownHead(this.#known, tree, size)
    for (let at = this.#known.size; at < size; at++) {
      const task = reader.recordAt(at)?.task
      if (task === undefined) continue
      filter.add(reader.keys.task(task.taskId))
      filter.add(reader.keys.token(task.agent, task.tokenId))
    }
    return tree.edge(size)
  }
}

function chunkSize(calls: readonly AppendCall[]): number {
  const tokens = calls.reduce((sum, call) => call.tokens.reduce((all, token) => all + weightOf(token), sum), 0)
  return Math.min(maxChunk, Math.max(minChunk, Math.ceil(tokens / chunksPerBatch)))
}
