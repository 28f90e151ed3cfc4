import { type EctError, errorCodes, isEctError } from '@wimse-ect/claims'
import { type Ledger, parseCheckpoint } from '@wimse-ect/ledger'
import type { LogFigures } from './metrics.ts'

/** How long an answer of the ledger is waited for when only its health is asked for, in milliseconds. */
const patienceMs = 2000
/** How long one failed append keeps the service from being ready, in milliseconds; then it is tried again. */
const distrustMs = 10_000

/** Watches whether the ledger can be read and written, and how old its checkpoint is. */
export class LedgerWatch {
  readonly #ledger: Ledger
  #failedAt = Number.NEGATIVE_INFINITY
  #checkpoint: { readonly size: number; readonly seenAt: number } | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** An append was acknowledged. */
  wrote(): void {
    this.#failedAt = Number.NEGATIVE_INFINITY
  }

  /** An append failed. Only what says that the ledger could not write counts against it. */
  failed({ code }: EctError): void {
    if (code.startsWith('ECT_LEDGER_') && errorCodes[code].status >= 500) this.#failedAt = performance.now()
  }

  /**
   * True when the ledger can be read and, as far as the last append has shown, written. A trial append is not possible:
   * nothing could take it back.
   */
  async isReady(): Promise<boolean> {
    if (performance.now() - this.#failedAt < distrustMs) return false
    return (await this.#withPatience(() => this.#readHead())) !== undefined
  }

  async figures(): Promise<LogFigures> {
    const size = await this.#withPatience(() => this.#readHead())
    const { size: checkpointSize, seenAt } = this.#checkpoint ?? {}
    const checkpointAgeSeconds = seenAt === undefined ? undefined : (performance.now() - seenAt) / 1000
    return { size, checkpointSize, checkpointAgeSeconds }
  }

  /** Reads size and checkpoint, as a reader would. */
  async #readHead(): Promise<number> {
    const size = await this.#ledger.size()
    if (this.#ledger.logKey === undefined) return size
    const checkpoint = parseCheckpoint(await this.#ledger.checkpoint())
    if (checkpoint.size !== this.#checkpoint?.size) {
      this.#checkpoint = { size: checkpoint.size, seenAt: performance.now() }
    }
    return size
  }

  async #withPatience<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patienceMs)
    })
    try {
      return await Promise.race([ask(), enough])
    } catch (error) {
      if (!isEctError(error)) throw error
      return undefined
    } finally {
      clearTimeout(timer)
    }
  }
}
