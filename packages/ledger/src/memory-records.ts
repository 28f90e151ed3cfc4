import type { IdKind } from '@wimse-ect/claims'
import { damaged } from './durable/damaged.ts'
import { several, severalOf } from './durable/several-of.ts'
import { signedBy } from './durable/signed-by.ts'
import { restoreRecord, type StoredRecord } from './durable/stored-record.ts'
import type { LedgerView } from './judge-append.ts'
import { RecentRecords } from './recent-records.ts'
import { addTo, ScopedIndex } from './scoped-index.ts'

/** The parents of most tasks are younger than that. */
const recentRecords = 128

const none: readonly StoredRecord[] = []

/**
 * The records of a ledger in memory. Of each it keeps the token, which is the record [LEDGER-TOKEN-IS-RECORD], and a
 * few numbers; everything else is read out of the token again when it is asked for, except of the youngest records and
 * of those that share their task id. With indexes and hashes that is 1.44 times the bytes of the tokens; with an object
 * for each entry it was 2.96 times (`pnpm bench memory-ledger`).
 */
export class MemoryRecords {
  readonly #ids: IdKind
  readonly #tokenAt: (sequence: number) => string | undefined
  readonly #recent = new RecentRecords(recentRecords)
  /** Tasks that share their id. They are looked at together: to read all their tokens again could take seconds. */
  readonly #namesakes = new Map<number, StoredRecord>()
  readonly #verifiedAt: number[] = []
  readonly #storedAt: number[] = []
  /** Sequences of the parents, those of one entry after those of another, and where those of each entry begin. */
  readonly #parents: number[] = []
  readonly #parentsFrom: number[] = []
  readonly #byTask = new ScopedIndex((sequence) => this.#recordAt(sequence).task.workflowId)
  readonly #byToken = new ScopedIndex((sequence) => this.#recordAt(sequence).task.agent)
  readonly #byWorkflow = new Map<string, number[]>()
  readonly #byAgent = new Map<string, number[]>()

  readonly #view: LedgerView<StoredRecord> = {
    parentsFirst: true,
    recordsOf: (taskId, asking) => {
      const sequences = this.#byTask.of(taskId)
      return asking === undefined || sequences.length <= several
        ? this.#recordsAt(sequences)
        : severalOf(asking, this.#eachAt(sequences))
    },
    recordsIn: (taskId, workflowId) => this.#recordsAt(this.#byTask.in(taskId, workflowId)),
    recordOfToken: (issuer, tokenId) => this.#recordsAt(this.#byToken.in(tokenId, issuer))[0],
    recordOfSigner: (task, kid) => signedBy(task, kid, this.#eachAt(this.#byTask.of(task.taskId))),
  }

  /** @param tokenAt the compact token of an entry that was added */
  constructor(ids: IdKind, tokenAt: (sequence: number) => string | undefined) {
    this.#ids = ids
    this.#tokenAt = tokenAt
  }

  /**
   * What one token is judged by, or looked up in. A record is one object until the next call of this, of {@link at} or
   * of {@link add}.
   */
  view(): LedgerView<StoredRecord> {
    this.#recent.tidy()
    return this.#view
  }

  get size(): number {
    return this.#storedAt.length
  }

  /** Adds the next record, when its token can be asked for. */
  add(record: StoredRecord): void {
    const { task, sequence, entry } = record
    this.#recent.tidy()
    this.#recent.add(record)
    this.#verifiedAt.push(entry.verifiedAt)
    this.#storedAt.push(entry.storedAt)
    this.#parentsFrom.push(this.#parents.length)
    for (const parent of entry.parents) this.#parents.push(parent.sequence)
    this.#byTask.add(task.taskId, sequence)
    this.#keepNamesakes(record)
    this.#byToken.add(task.tokenId, sequence)
    addTo(this.#byAgent, task.agent, sequence)
    if (task.workflowId !== undefined) addTo(this.#byWorkflow, task.workflowId, sequence)
  }

  /** `undefined` when there is no such entry. */
  at(sequence: number): StoredRecord | undefined {
    this.#recent.tidy()
    return this.#find(sequence)
  }

  /** Sequences of a workflow. */
  inWorkflow(workflowId: string): readonly number[] {
    return this.#byWorkflow.get(workflowId) ?? []
  }

  /** Sequences of an issuer. */
  ofAgent(agent: string): readonly number[] {
    return this.#byAgent.get(agent) ?? []
  }

  #keepNamesakes(record: StoredRecord): void {
    const sequences = this.#byTask.of(record.task.taskId)
    const [first] = sequences
    if (first === undefined || sequences.length === 1) return
    if (sequences.length === 2) this.#namesakes.set(first, this.#recordAt(first))
    this.#namesakes.set(record.sequence, record)
  }

  *#eachAt(sequences: readonly number[]): Generator<StoredRecord> {
    for (const sequence of sequences) yield this.#recordAt(sequence)
  }

  #recordsAt(sequences: readonly number[]): readonly StoredRecord[] {
    return sequences.length === 0 ? none : sequences.map((sequence) => this.#recordAt(sequence))
  }

  #recordAt(sequence: number): StoredRecord {
    const record = this.#find(sequence)
    if (record === undefined) throw damaged(`entry ${sequence}`)
    return record
  }

  #find(sequence: number): StoredRecord | undefined {
    const known = this.#namesakes.get(sequence) ?? this.#recent.get(sequence)
    if (known !== undefined) return known
    const compact = this.#tokenAt(sequence)
    const [verifiedAt, storedAt] = [this.#verifiedAt[sequence], this.#storedAt[sequence]]
    if (compact === undefined || verifiedAt === undefined || storedAt === undefined) return undefined
    const parents = this.#parents.slice(this.#parentsFrom[sequence], this.#parentsFrom[sequence + 1])
    const record = restoreRecord({ sequence, compact, verifiedAt, storedAt, parents }, this.#ids)
    this.#recent.add(record)
    return record
  }
}
