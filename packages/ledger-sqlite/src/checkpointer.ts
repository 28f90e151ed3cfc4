import { type NoteSigner, signCheckpoint } from '@wimse-ect/ledger'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { TreeReader } from './tree-reader.ts'
import type { CheckpointRow } from './writer/rows.ts'

/** What the checkpointer works with. */
export interface CheckpointerParts {
  readonly reader: DatabaseReader
  readonly tree: TreeReader
  readonly signer: NoteSigner
  /** How long after a commit its checkpoint is signed, when nobody asks for it before. */
  readonly delayMs: number
  /** Takes a new checkpoint to be kept. */
  readonly keep: (checkpoint: CheckpointRow) => void
}

/**
 * Signs the head of the log, always for a size that is durable [CHECKPOINT-NOTE]: at once for whoever asks, and otherwise soon
 * after a commit. Signatures are made one at a time; a crash before one was kept is healed when the ledger is opened again,
 * since the durable entries determine it.
 */
export class Checkpointer {
  readonly #parts: CheckpointerParts
  #latest: CheckpointRow | undefined
  #signing: Promise<CheckpointRow> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(parts: CheckpointerParts) {
    this.#parts = parts
  }

  /** The checkpoint of the log as it is now, or of a later size. */
  async current(): Promise<CheckpointRow> {
    const size = this.#parts.reader.size()
    for (;;) {
      if (this.#latest !== undefined && this.#latest.size >= size) return this.#latest
      this.#signing ??= this.#sign().finally(() => {
        this.#signing = undefined
      })
      await this.#signing
    }
  }

  /** Says that the log has grown. */
  grown(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      // A signer that fails is heard of by who asks for a checkpoint; this one is tried again after the next commit.
      this.current().catch(() => undefined)
    }, this.#parts.delayMs).unref()
  }

  /** Ends the waiting; what is being signed is waited for. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#signing?.catch(() => undefined)
  }

  async #sign(): Promise<CheckpointRow> {
    const { reader, tree, signer, keep } = this.#parts
    const head = await tree.head(reader.size())
    const signed = { size: head.size, note: await signCheckpoint(head, signer) }
    this.#latest = signed
    keep(signed)
    return signed
  }
}
