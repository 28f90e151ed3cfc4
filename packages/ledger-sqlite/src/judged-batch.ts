import { type Admission, EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import {
  type AppendResult,
  checkAppendable,
  type HashedNode,
  judgeAppend,
  type LedgerEntry,
  leafHash,
  makeEntry,
  type RightEdge,
} from '@wimse-ect/ledger'
import { BatchView } from './batch-view.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { StoredRecord } from './stored-record.ts'
import { grownTiles } from './tile-rows.ts'
import type { CheckpointRow, EntryRow, EvidenceRow, Batch as WrittenBatch } from './writer/rows.ts'

/**
 * What the tokens of one transaction come to [LEDGER-ATOMIC] [LEDGER-APPEND-MANY]: each is judged against what is committed
 * and what the batch adds before it. Nothing is written here.
 */
export class JudgedBatch {
  readonly #reader: DatabaseReader
  readonly #view: BatchView
  readonly #size: number
  readonly #clock: () => number
  readonly #evidence = new Map<number, EvidenceRow>()

  /** @param size number of entries before the batch */
  constructor(reader: DatabaseReader, size: number, clock: () => number) {
    this.#reader = reader
    this.#view = new BatchView(reader)
    this.#size = size
    this.#clock = clock
  }

  /** The new records. */
  get records(): readonly StoredRecord[] {
    return this.#view.staged
  }

  get isEmpty(): boolean {
    return this.records.length === 0 && this.#evidence.size === 0
  }

  /**
   * Judges the tokens of one call. When the admission breaks, all that the call added is taken back.
   *
   * @throws whatever is not an EctError
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

  /** Everything to be written; `edge` grows by the new leaves. */
  rows(edge: RightEdge, checkpoint: CheckpointRow | undefined): WrittenBatch {
    const nodes: HashedNode[] = []
    for (const { entry } of this.records) nodes.push(...edge.append(leafHash(entry.compact)))
    return {
      entries: this.records.map(entryRow),
      tiles: grownTiles(nodes, (id) => this.#reader.tile(id)),
      evidence: [...this.#evidence.values()],
      checkpoint,
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
    checkAppendable(token, this.#reader.ids)
    const judgement = judgeAppend(token, this.#view, admission)
    if (judgement.verdict === 'duplicate') return { entry: judgement.record.entry, duplicate: true }
    if (judgement.verdict === 'equivocation') {
      this.#keepEvidence(judgement.record.sequence, token)
      throw new EctError('ECT_LEDGER_EQUIVOCATION', { taskId: token.task.taskId })
    }
    const entry = makeEntry(judgement.admitted, this.#size + this.records.length, this.#clock())
    this.#view.stage(token, entry)
    return { entry, duplicate: false }
  }

  #keepEvidence(sequence: number, { compact }: VerifiedEct): void {
    if (this.#evidence.has(sequence) || this.#reader.hasEvidence(sequence)) return
    this.#evidence.set(sequence, { sequence, refused: compact, foundAt: this.#clock() })
  }
}

function entryRow({ task, entry }: StoredRecord): EntryRow {
  const { sequence, compact, verifiedAt, storedAt, parents } = entry
  return {
    sequence,
    token: compact,
    verifiedAt,
    storedAt,
    parents: parents.length === 0 ? null : JSON.stringify(parents.map((parent) => parent.sequence)),
    taskId: task.taskId,
    workflowId: task.workflowId,
    tokenId: task.tokenId,
    agent: task.agent,
  }
}
