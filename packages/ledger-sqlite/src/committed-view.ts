import type { Task } from '@wimse-ect/claims'
import type { LedgerView } from '@wimse-ect/ledger'
import type { StoredRecord } from '@wimse-ect/ledger/durable'
import type { KeyFilter } from './key-filter.ts'
import type { DatabaseReader } from './reader/database-reader.ts'

/** With more records of one task id, recorded by whomever, each scope is looked up alone. */
const fewRecords = 8

/** Of the tokens of all records that are held from one chunk of a batch to the next, in characters. */
const maxLength = 16 * 2 ** 20

const none: readonly StoredRecord[] = []

/**
 * The committed records, looked up when asked for, so that nobody pays for records that no rule reads. It is made for
 * one batch, or one question: what it has read it mostly does not read again.
 */
export class CommittedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #reader: DatabaseReader
  readonly #filter: KeyFilter | undefined
  readonly #firstOfTask = new Map<string, readonly StoredRecord[]>()
  readonly #allOfTask = new Map<string, readonly StoredRecord[]>()
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
    for (const known of [this.#firstOfTask, this.#allOfTask, this.#bySequence]) known.clear()
  }

  recordsOf(taskId: string): readonly StoredRecord[] {
    const found = this.#first(taskId)
    if (found.length < fewRecords) return this.#same(found)
    const all = this.#allOfTask.get(taskId) ?? this.#same(this.#reader.recordsOfTask(taskId))
    this.#allOfTask.set(taskId, all)
    return all
  }

  /** Nobody can make this slow by recording more tasks with the same id. */
  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly StoredRecord[] {
    if (this.#isUnused(taskId)) return none
    const inMemory = asking && this.#reader.knownRecord(taskId, workflowId, asking)
    if (inMemory !== undefined) return this.#same([inMemory])
    const found = this.#first(taskId)
    if (found.length === 0) return found
    return this.#same(
      found.length < fewRecords
        ? found.filter(({ task }) => task.workflowId === workflowId)
        : this.#reader.recordsInWorkflow(taskId, workflowId),
    )
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    if (this.#filter?.mayHave(this.#reader.keys.token(issuer, tokenId)) === false) return undefined
    return this.#reader.recordOfToken(issuer, tokenId)
  }

  #isUnused(taskId: string): boolean {
    return this.#filter?.mayHave(this.#reader.keys.task(taskId)) === false
  }

  /** The first records with a task id, read once: one look-up serves the scope of a task and its children. */
  #first(taskId: string): readonly StoredRecord[] {
    if (this.#isUnused(taskId)) return none
    const known = this.#firstOfTask.get(taskId)
    if (known !== undefined) return known
    const found = this.#reader.someRecordsOfTask(taskId, fewRecords)
    this.#firstOfTask.set(taskId, found)
    return found
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
