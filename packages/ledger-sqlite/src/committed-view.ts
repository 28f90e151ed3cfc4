import { idNameOf, type Task } from '@wimse-ect/claims'
import type { LedgerView } from '@wimse-ect/ledger'
import { type StoredRecord, severalOf, signedBy } from '@wimse-ect/ledger/durable'
import type { KeyFilter } from './key-filter.ts'
import type { DatabaseReader, Place } from './reader/database-reader.ts'

/** With more records of one task id, recorded by whomever, each scope is looked up alone. */
const fewRecords = 8

/** Of the tokens of all records that are held from one chunk of a batch to the next, in characters. */
const maxLength = 16 * 2 ** 20

const none: readonly StoredRecord[] = []

/**
 * The committed records, looked up when asked for, so that nobody pays for records that no rule reads. It is made for
 * one batch, or one question: what it has read it mostly does not read again.
 *
 * Nobody can make it slow by recording more tasks with the same id: records are read when the index says that they are
 * in the workflow that was asked for, and two where all workflows are.
 */
export class CommittedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #reader: DatabaseReader
  readonly #filter: KeyFilter | undefined
  readonly #placesOfTask = new Map<string, readonly Place[]>()
  readonly #allOfTask = new Map<string, readonly StoredRecord[]>()
  readonly #severalOfTask = new Map<string, readonly StoredRecord[]>()
  readonly #bySequence = new Map<number, StoredRecord>()
  #length = 0

  /** @param filter of the keys in the file, if there is one; saves look-ups */
  constructor(reader: DatabaseReader, filter?: KeyFilter) {
    this.#reader = reader
    this.#filter = filter
  }

  /** Forgets what was read when that is much, so that a large batch does not hold the parents of all its tokens. */
  forgetMuch(): void {
    if (this.#length <= maxLength) return
    this.#length = 0
    for (const known of [this.#placesOfTask, this.#allOfTask, this.#severalOfTask, this.#bySequence]) known.clear()
  }

  recordsOf(taskId: string, asking?: Task): readonly StoredRecord[] {
    const places = this.#places(taskId)
    if (places.length === 0) return none
    if (asking === undefined) return this.#all(taskId)
    return places.length < fewRecords
      ? severalOf(asking, this.#recordsAt(taskId, places))
      : this.#several(taskId, asking)
  }

  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly StoredRecord[] {
    if (this.#isUnused(taskId)) return none
    const inMemory = asking && this.#reader.knownRecord(taskId, workflowId, asking)
    if (inMemory !== undefined) return this.#same([inMemory])
    const places = this.#places(taskId)
    if (places.length === 0) return none
    if (places.length >= fewRecords) return this.#same(this.#reader.recordsInWorkflow(taskId, workflowId))
    const key = this.#reader.keys.workflow(workflowId)
    const inScope = places.filter(({ workflow }) => workflow === key)
    return [...this.#recordsAt(taskId, inScope)].filter(({ task }) => task.workflowId === workflowId)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    if (this.#filter?.mayHave(this.#reader.keys.token(issuer, tokenId)) === false) return undefined
    return this.#reader.recordOfToken(issuer, tokenId)
  }

  recordOfSigner(task: Task, kid: string): StoredRecord | undefined {
    const places = this.#places(task.taskId)
    if (places.length < fewRecords) return signedBy(task, kid, this.#recordsAt(task.taskId, places))
    return this.#reader.namesakes.ofSigner(task, kid)
  }

  #isUnused(taskId: string): boolean {
    return this.#filter?.mayHave(this.#reader.keys.task(taskId)) === false
  }

  /** Where the first records with a task id are, read once: one look-up serves the scope of a task and its children. */
  #places(taskId: string): readonly Place[] {
    if (this.#isUnused(taskId)) return []
    const known = this.#placesOfTask.get(taskId)
    if (known !== undefined) return known
    const found = this.#reader.placesOfTask(taskId, fewRecords)
    this.#placesOfTask.set(taskId, found)
    return found
  }

  /** For an admission that wants to see every one of them. */
  #all(taskId: string): readonly StoredRecord[] {
    const all = this.#allOfTask.get(taskId) ?? this.#same(this.#reader.recordsOfTask(taskId))
    this.#allOfTask.set(taskId, all)
    return all
  }

  #several(taskId: string, asking: Task): readonly StoredRecord[] {
    const name = `${idNameOf(asking)} ${taskId}`
    const several = this.#severalOfTask.get(name) ?? this.#same(this.#reader.namesakes.severalOf(taskId, asking))
    this.#severalOfTask.set(name, several)
    return several
  }

  /** The records at some places, one after the other: who has seen enough does not read the rest. */
  *#recordsAt(taskId: string, places: readonly Place[]): Generator<StoredRecord> {
    for (const { sequence } of places) {
      const record = this.#bySequence.get(sequence) ?? this.#reader.recordAt(sequence)
      // Keys are hashes.
      if (record?.task.taskId === taskId) yield* this.#same([record])
    }
  }

  /** A record is the same object in every answer, whatever the cache of the reader has forgotten meanwhile. */
  #same(records: readonly StoredRecord[]): readonly StoredRecord[] {
    return records.map((record) => {
      const known = this.#bySequence.get(record.sequence)
      if (known !== undefined) return known
      this.#bySequence.set(record.sequence, record)
      this.#length += record.entry.compact.length
      return record
    })
  }
}
