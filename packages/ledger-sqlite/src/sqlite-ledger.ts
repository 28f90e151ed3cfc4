import { type Admission, isSealed, type VerifiedEct } from '@wimse-ect/claims'
import type { AppendResult, Ledger, LedgerEntry } from '@wimse-ect/ledger'
import type { Checkpointer, GroupCommit, KeptCheckpoint } from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from './reader/database-reader.ts'
import { SqliteLedgerReader } from './sqlite-ledger-reader.ts'
import type { Writer } from './writer/writer.ts'

/** What an open ledger holds. */
export interface SqliteLedgerParts {
  readonly reader: DatabaseReader
  readonly writer: Writer
  readonly queue: GroupCommit
  /** `undefined` for a ledger that signs nothing. */
  readonly checkpointer: Checkpointer | undefined
}

/**
 * A ledger in a file of this machine, that a crash cannot hurt. Made by `createSqliteLedger` and `openSqliteLedger`; it
 * keeps the whole {@link Ledger} contract. This process is its one writer until {@link close}.
 */
export class SqliteLedger extends SqliteLedgerReader implements Ledger {
  readonly #parts: SqliteLedgerParts
  #isClosed = false

  constructor(parts: SqliteLedgerParts) {
    super(parts.reader)
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

  /** Finishes what is under way, signs the last checkpoint, closes the file and lets other writers in. */
  override async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const { checkpointer, queue, writer } = this.#parts
    try {
      await queue.idle()
      await checkpointer?.stop()
      // A signer that fails now is asked again when the ledger is opened.
      await checkpointer?.current().catch(() => undefined)
      await queue.idle()
    } finally {
      // The last connection to be closed moves the log into the file: it has to be the one that may write.
      await super.close()
      await writer.close()
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
