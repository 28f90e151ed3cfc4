import { EctError } from '@wimse-ect/claims'
import { signCheckpoint } from '../checkpoint/checkpoint.ts'
import type { NoteSigner } from '../checkpoint/note-signer.ts'
import type { TreeHead } from '../merkle/tree-head.ts'
import type { Awaitable, KeptCheckpoint } from './ledger-store.ts'

/** What the checkpointer works with. */
export interface CheckpointerParts {
  /** Number of durable entries. */
  readonly size: () => Awaitable<number>
  /** Head of the durable log, of the present size. */
  readonly head: () => Promise<TreeHead>
  readonly signer: NoteSigner
  /** How long after a commit its checkpoint is signed, when nobody asks for it before, in milliseconds. */
  readonly delayMs: number
  /** Has a new checkpoint kept; nobody waits for it. */
  readonly keep: (checkpoint: KeptCheckpoint) => void
}

/**
 * Signs the head of the log, always for a size that is durable [CHECKPOINT-NOTE]: at once for whoever asks, and
 * otherwise soon after a commit. Signatures are made one at a time; a crash before one was kept is healed when the
 * ledger is opened again, since the durable entries determine it.
 */
export class Checkpointer {
  readonly #parts: CheckpointerParts
  #latest: KeptCheckpoint | undefined
  #signing: Promise<KeptCheckpoint> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: CheckpointerParts) {
    this.#parts = parts
  }

  /**
   * The checkpoint of the log as it is now, or of a later size.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK` when the log has less than was signed
   */
  async current(): Promise<KeptCheckpoint> {
    const signed = this.#latest
    const size = await this.#parts.size()
    if (signed !== undefined && size < signed.size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
    for (;;) {
      if (this.#latest !== undefined && this.#latest.size >= size) return this.#latest
      this.#signing ??= this.#sign().finally(() => {
        this.#signing = undefined
      })
      await this.#signing
    }
  }

  /** Tells that the log has grown: its head is signed after `delayMs`, for all commits until then. */
  grown(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      // A signer that fails is heard of by who asks for a checkpoint; this one is tried again after the next commit.
      this.current().catch(() => undefined)
    }, this.#parts.delayMs).unref()
  }

  /** Ends the wait for the next signature; resolves when one that is under way is made. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#signing?.catch(() => undefined)
  }

  async #sign(): Promise<KeptCheckpoint> {
    const { head, signer, keep } = this.#parts
    const present = await head()
    const signed = { size: present.size, note: await signCheckpoint(present, signer) }
    this.#latest = signed
    keep(signed)
    return signed
  }
}
