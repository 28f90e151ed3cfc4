import { type Admission, EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import type { AppendResult } from '../ledger.ts'
import type { JudgedBatch } from './judged-batch.ts'

/** A batch with so many tokens takes no further call; a single call may bring more. */
const enoughTokens = 512

/** One call of `append` or `appendMany`, until it is answered. */
export interface AppendCall {
  readonly tokens: readonly VerifiedEct[]
  readonly admission: Admission
  readonly resolve: (results: readonly AppendResult[]) => void
  readonly reject: (error: unknown) => void
}

/** What a ledger's database does for {@link GroupCommit}. */
export interface CommitsBatches {
  /**
   * Judges calls, makes durable what they come to, all in one transaction, and answers them then. It is called without
   * calls when {@link hasMore} says so. What it throws becomes the answer of every call that has none yet.
   */
  commit(calls: readonly AppendCall[]): Promise<void>
  /** True when there is something to be written although no call waits. Default: there never is. */
  hasMore?(): boolean
}

/**
 * Group commit: calls that come while a batch is being made durable share the next one. No answer is given before the
 * batch is durable [LEDGER-DURABLE-ACK] [LEDGER-CRASH].
 */
export class GroupCommit {
  readonly #database: CommitsBatches
  #waiting: AppendCall[] = []
  #running: Promise<void> | undefined

  constructor(database: CommitsBatches) {
    this.#database = database
  }

  /** Judges and records tokens; resolves when what was accepted is durable. */
  append(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tokens: [...tokens], admission, resolve, reject })
      this.wake()
    })
  }

  /**
   * Starts a transaction when {@link CommitsBatches.hasMore} says that there is something to write, also without a
   * call.
   */
  wake(): void {
    this.#running ??= this.#run()
  }

  /** Resolves when nothing is left to be done. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // Calls that were made in one go get into one batch.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#database.hasMore?.() === true) await this.#transact(this.#nextCalls())
    // In one go with the check above: a call that comes later starts another run.
    this.#running = undefined
  }

  #nextCalls(): readonly AppendCall[] {
    let tokens = 0
    let calls = 0
    for (const call of this.#waiting) {
      if (tokens >= enoughTokens) break
      tokens += call.tokens.length
      calls += 1
    }
    return this.#waiting.splice(0, calls)
  }

  async #transact(calls: readonly AppendCall[]): Promise<void> {
    try {
      await this.#database.commit(calls)
    } catch (error) {
      const failure = isEctError(error) ? error : new EctError('ECT_LEDGER_UNAVAILABLE', { cause: error })
      for (const { reject } of calls) reject(failure)
    }
  }
}

/** Judges a call, and returns what answers it once the batch is durable. */
export function judgeCall(batch: JudgedBatch, { tokens, admission, resolve, reject }: AppendCall): () => void {
  try {
    const results = batch.judge(tokens, admission)
    return () => resolve(results)
  } catch (error) {
    return () => reject(error)
  }
}
