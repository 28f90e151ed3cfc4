import { type Admission, isSealed, type VerifiedEct } from '@wimse-ect/claims'
import type { AppendResult, Ledger } from '../ledger.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import type { Checkpointer } from './checkpointer.ts'
import type { GroupCommit } from './group-commit.ts'
import type { KeptCheckpoint, LedgerStore } from './ledger-store.ts'
import { StoredLedgerReader } from './stored-ledger-reader.ts'

/** What an open ledger holds. */
export interface StoredLedgerParts {
  readonly store: LedgerStore
  /** Through which all appending goes. */
  readonly queue: GroupCommit
  /** `undefined` for a ledger that signs nothing. */
  readonly checkpointer: Checkpointer | undefined
  /** Gives back what the ledger holds, when nothing is left to be written. */
  readonly close: () => Promise<void>
}

/** A ledger in a database. It keeps the whole {@link Ledger} contract. */
export class StoredLedger extends StoredLedgerReader implements Ledger {
  readonly #parts: StoredLedgerParts
  #isClosed = false

  constructor(parts: StoredLedgerParts) {
    super(parts.store)
    this.#parts = parts
  }

  async append(token: VerifiedEct, admission: Admission): Promise<LedgerEntry> {
    const [result] = await this.#append([token], admission)
    if (result?.ok !== true) throw result?.error
    return result.entry
  }

  async appendMany(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]> {
    return tokens.length === 0 ? [] : this.#append(tokens, admission)
  }

  /** Finishes what is under way, signs the last checkpoint, and gives back what it holds. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const { checkpointer, queue, close } = this.#parts
    try {
      await queue.idle()
      await checkpointer?.stop()
      // A signer that fails now is asked again when the ledger is opened.
      await checkpointer?.current().catch(() => undefined)
      await queue.idle()
    } finally {
      await close()
    }
  }

  protected override async signedHead(): Promise<KeptCheckpoint> {
    const { checkpointer } = this.#parts
    return checkpointer === undefined ? super.signedHead() : checkpointer.current()
  }

  #append(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]> {
    if (this.#isClosed) throw new TypeError('the ledger is closed')
    // Before anything is judged: the mistake of one caller must not reach the batch of others.
    if (!tokens.every(isSealed)) throw new TypeError('only a verified token can be appended')
    return this.#parts.queue.append(tokens, admission)
  }
}
