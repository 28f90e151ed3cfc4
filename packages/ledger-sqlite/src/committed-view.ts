import type { Task } from '@wimse-ect/claims'
import type { LedgerView } from '@wimse-ect/ledger'
import type { StoredRecord } from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from './reader/database-reader.ts'
import type { RecentIndexes } from './recent-indexes.ts'

/** With more records of one task id, recorded by whomever, each scope is looked up alone. */
const fewRecords = 8

/** Of the tokens of all records that are held from one chunk of a batch to the next, in characters. */
const maxLength = 16 * 2 ** 20

/**
 * The committed records, looked up when asked for, so that nobody pays for records that no rule reads. It is made for
 * one batch, or one question: what it has read it mostly does not read again.
 */
export class CommittedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #reader: DatabaseReader
  readonly #firstOfTask = new Map<string, readonly StoredRecord[]>()
  /** An issuer that has not used a `jti`, by the `jti`. */
  readonly #unusedTokens = new Map<string, string>()
  readonly #allOfTask = new Map<string, readonly StoredRecord[]>()
  readonly #bySequence = new Map<number, StoredRecord>()
  #length = 0

  constructor(reader: DatabaseReader) {
    this.#reader = reader
  }

  /** Forgets what was read when that is much, so that a large batch does not hold the parents of all its tokens. */
  forgetMuch(): void {
    if (this.#length <= maxLength) return
    this.#length = 0
    for (const known of [this.#firstOfTask, this.#unusedTokens, this.#allOfTask, this.#bySequence]) known.clear()
  }

  /** Learns, in two queries, which of the ids of some tasks stand for no record, as most do. */
  prepare(tasks: readonly Task[], recent: RecentIndexes): void {
    const { keys } = this.#reader
    const taskKeys = tasks.map(({ taskId }) => keys.task(taskId))
    const tokenKeys = tasks.map(({ agent, tokenId }) => keys.token(agent, tokenId))
    const settledTasks = this.#reader.settledKeys('task', taskKeys)
    const settledTokens = this.#reader.settledKeys('token', tokenKeys)
    for (const [at, { taskId, tokenId, agent }] of tasks.entries()) {
      const [taskKey = 0, tokenKey = 0] = [taskKeys[at], tokenKeys[at]]
      const isTaskNew = !recent.tasks.has(taskKey) && !settledTasks.has(taskKey)
      if (isTaskNew) this.#firstOfTask.set(taskId, [])
      const isTokenNew = !recent.tokens.has(tokenKey) && !settledTokens.has(tokenKey)
      if (isTokenNew) this.#unusedTokens.set(tokenId, agent)
    }
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
    const mayBeInMemory = asking !== undefined && !this.#firstOfTask.has(taskId)
    const inMemory = mayBeInMemory ? this.#reader.knownRecord(taskId, workflowId, asking) : undefined
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
    if (this.#unusedTokens.get(tokenId) === issuer) return undefined
    return this.#reader.recordOfToken(issuer, tokenId)
  }

  /** The first records with a task id, read once: one look-up serves the scope of a task and its children. */
  #first(taskId: string): readonly StoredRecord[] {
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
