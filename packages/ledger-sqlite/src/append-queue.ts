import { type Admission, EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import type { AppendResult, RightEdge } from '@wimse-ect/ledger'
import { JudgedBatch } from './judged-batch.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { TreeReader } from './tree-reader.ts'
import type { CheckpointRow } from './writer/rows.ts'
import type { Writer } from './writer/writer.ts'

/** Tokens after which a batch is closed; a single call may bring more. */
const enoughTokens = 512

interface Call {
  readonly tokens: readonly VerifiedEct[]
  readonly admission: Admission
  readonly resolve: (results: readonly AppendResult[]) => void
  readonly reject: (error: unknown) => void
}

/** What the queue works with. */
export interface AppendQueueParts {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly tree: TreeReader
  readonly clock: () => number
  /** Called after every commit that made the log grow. */
  readonly onGrowth: () => void
  /** Called when a checkpoint has been kept in the database. */
  readonly onKept: ((checkpoint: CheckpointRow) => Promise<void>) | undefined
}

/**
 * Group commit: calls that come while the disk is busy share the next transaction. The transaction is begun before the first
 * token is judged and committed before the first answer is given, so that check and append are one step [LEDGER-ATOMIC] and
 * nothing is acknowledged that a crash could lose [LEDGER-DURABLE-ACK] [LEDGER-CRASH].
 */
export class AppendQueue {
  readonly #parts: AppendQueueParts
  #waiting: Call[] = []
  #checkpoint: CheckpointRow | undefined
  #running: Promise<void> | undefined
  #edge: RightEdge | undefined

  constructor(parts: AppendQueueParts) {
    this.#parts = parts
  }

  /** Judges and records tokens; resolves when what was accepted is durable. */
  append(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tokens: [...tokens], admission, resolve, reject })
      this.#start()
    })
  }

  /** Has a checkpoint written with the next transaction, or in one of its own. */
  keep(checkpoint: CheckpointRow): void {
    this.#checkpoint = checkpoint
    this.#start()
  }

  /** Resolves when nothing is left to be done. */
  async idle(): Promise<void> {
    await this.#running
  }

  #start(): void {
    this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    // Calls that were made in one go get into one batch.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#checkpoint !== undefined) await this.#transact(this.#nextCalls())
    // In one go with the check above: a call that comes later starts another run.
    this.#running = undefined
  }

  #nextCalls(): readonly Call[] {
    let tokens = 0
    let calls = 0
    for (const call of this.#waiting) {
      if (tokens >= enoughTokens) break
      tokens += call.tokens.length
      calls += 1
    }
    return this.#waiting.splice(0, calls)
  }

  async #transact(calls: readonly Call[]): Promise<void> {
    const checkpoint = this.#checkpoint
    this.#checkpoint = undefined
    try {
      const answers = await this.#commit(calls, checkpoint)
      for (const answer of answers) answer()
      // That the copy could not be written is no reason to stop: the next one is.
      if (checkpoint !== undefined) await this.#parts.onKept?.(checkpoint).catch(() => undefined)
    } catch (error) {
      this.#edge = undefined
      const failure = isEctError(error) ? error : new EctError('ECT_LEDGER_UNAVAILABLE', { cause: error })
      for (const { reject } of calls) reject(failure)
    }
  }

  /** Returns what is to be answered once all of it is durable. */
  async #commit(calls: readonly Call[], checkpoint: CheckpointRow | undefined): Promise<readonly (() => void)[]> {
    const { writer, reader, tree, clock, onGrowth } = this.#parts
    const size = await writer.begin()
    try {
      const edge = this.#edge?.size === size ? this.#edge : await tree.edge(size)
      const batch = new JudgedBatch(reader, size, clock)
      const answers = calls.map((call) => judge(batch, call))
      if (batch.isEmpty && checkpoint === undefined) {
        await writer.rollback()
        return answers
      }
      const grown = edge.copy()
      await writer.commit(batch.rows(grown, checkpoint))
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

function judge(batch: JudgedBatch, { tokens, admission, resolve, reject }: Call): () => void {
  try {
    const results = batch.judge(tokens, admission)
    return () => resolve(results)
  } catch (error) {
    return () => reject(error)
  }
}
