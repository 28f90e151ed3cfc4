import { MemoryLedger } from 'wimse-ect'

/** A ledger whose appends wait until they are let go. */
export class HeldLedger extends MemoryLedger {
  /** Lets them go. */
  release: () => void = () => undefined
  /** Resolves when one waits. */
  readonly held: Promise<void>
  #begun: () => void = () => undefined
  readonly #gate: Promise<void>

  constructor() {
    super()
    this.held = new Promise((resolve) => {
      this.#begun = resolve
    })
    this.#gate = new Promise((resolve) => {
      this.release = resolve
    })
  }

  override async appendMany(...call: Parameters<MemoryLedger['appendMany']>): ReturnType<MemoryLedger['appendMany']> {
    this.#begun()
    await this.#gate
    return super.appendMany(...call)
  }
}
