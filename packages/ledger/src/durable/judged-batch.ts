import { type Admission, EctError, type IdKind, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import { checkAppendable } from '../check-appendable.ts'
import { judgeAppend, type LedgerView } from '../judge-append.ts'
import type { AppendResult } from '../ledger.ts'
import { type LedgerEntry, makeEntry } from '../ledger-entry.ts'
import { StagedView } from './staged-view.ts'
import type { StoredRecord } from './stored-record.ts'

/** Evidence of equivocation against an entry, to be stored. */
export interface Evidence {
  /** Sequence of the entry that was contradicted. */
  readonly sequence: number
  /** The compact token that contradicts it. */
  readonly refused: string
  /** Seconds since 1970. */
  readonly foundAt: number
}

/** What a batch is judged by. */
export interface BatchGround {
  readonly ids: IdKind
  /** The committed records, as they are while the log's lock is held. */
  readonly committed: LedgerView<StoredRecord>
  /** Number of entries before the batch. */
  readonly size: number
  /** In seconds since 1970. */
  readonly clock: () => number
  /**
   * True when evidence against this entry is stored already; one piece is enough. Default: nobody is asked, and storing
   * a second piece has to be harmless.
   */
  readonly hasEvidence?: ((sequence: number) => boolean) | undefined
}

/**
 * What the tokens of one transaction come to [LEDGER-ATOMIC] [LEDGER-APPEND-MANY]: each is judged against what is
 * committed and what the batch adds before it. Nothing is written here.
 */
export class JudgedBatch {
  readonly #ground: BatchGround
  readonly #view: StagedView
  readonly #evidence = new Map<number, Evidence>()

  constructor(ground: BatchGround) {
    this.#ground = ground
    this.#view = new StagedView(ground.committed)
  }

  /** The new records. */
  get records(): readonly StoredRecord[] {
    return this.#view.staged
  }

  /** The new evidence. */
  get evidence(): readonly Evidence[] {
    return [...this.#evidence.values()]
  }

  /** True when there is nothing to be written. */
  get isEmpty(): boolean {
    return this.records.length === 0 && this.#evidence.size === 0
  }

  /**
   * Judges the tokens of one call. A refusal is an answer; when the admission throws anything else, all that the call
   * added is taken back.
   *
   * @throws what the admission throws, unless it is an EctError
   */
  judge(tokens: readonly VerifiedEct[], admission: Admission): readonly AppendResult[] {
    const [staged, evidence] = [this.records.length, [...this.#evidence]]
    try {
      return tokens.map((token) => this.#result(token, admission))
    } catch (error) {
      this.#view.unstage(staged)
      this.#evidence.clear()
      for (const [sequence, row] of evidence) this.#evidence.set(sequence, row)
      throw error
    }
  }

  #result(token: VerifiedEct, admission: Admission): AppendResult {
    try {
      return { ok: true, ...this.#append(token, admission) }
    } catch (error) {
      if (!isEctError(error)) throw error
      return { ok: false, error }
    }
  }

  #append(token: VerifiedEct, admission: Admission): { entry: LedgerEntry; duplicate: boolean } {
    const { ids, size, clock } = this.#ground
    checkAppendable(token, ids)
    const judgement = judgeAppend(token, this.#view, admission)
    if (judgement.verdict === 'duplicate') return { entry: judgement.record.entry, duplicate: true }
    if (judgement.verdict === 'equivocation') {
      this.#keepEvidence(judgement.record.sequence, token)
      throw new EctError('ECT_LEDGER_EQUIVOCATION', { taskId: token.task.taskId })
    }
    const entry = makeEntry(judgement.admitted, size + this.records.length, clock())
    this.#view.stage(token, entry)
    return { entry, duplicate: false }
  }

  #keepEvidence(sequence: number, { compact }: VerifiedEct): void {
    if (this.#evidence.has(sequence) || this.#ground.hasEvidence?.(sequence) === true) return
    this.#evidence.set(sequence, { sequence, refused: compact, foundAt: this.#ground.clock() })
  }
}
