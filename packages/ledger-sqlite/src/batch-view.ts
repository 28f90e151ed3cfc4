import type { VerifiedEct } from '@wimse-ect/claims'
import type { LedgerEntry, LedgerView } from '@wimse-ect/ledger'
import type { DatabaseReader } from './reader/database-reader.ts'
import { storedId } from './stored-id.ts'
import type { StoredRecord } from './stored-record.ts'

const fewRecords = 8

/**
 * The records of a ledger as a token of a batch has to see them: those that are committed, and those that the batch adds
 * before it. Looked up when asked for, so that nobody pays for records that no rule reads.
 */
export class BatchView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #reader: DatabaseReader
  readonly #staged: StoredRecord[] = []
  readonly #byTask = new Map<string, StoredRecord[]>()
  readonly #byScope = new Map<string, StoredRecord[]>()
  readonly #byToken = new Map<string, StoredRecord>()
  readonly #firstOfTask = new Map<string, readonly StoredRecord[]>()
  readonly #bySequence = new Map<number, StoredRecord>()

  constructor(reader: DatabaseReader) {
    this.#reader = reader
  }

  /** The records that the batch adds. */
  get staged(): readonly StoredRecord[] {
    return this.#staged
  }

  recordsOf(taskId: string): readonly StoredRecord[] {
    const found = this.#committed(taskId)
    const id = storedId(taskId, this.#reader.ids)
    const committed = found.length < fewRecords || id === undefined ? found : this.#reader.recordsOfTask(id)
    return [...committed.map((record) => this.#same(record)), ...(this.#byTask.get(taskId) ?? [])]
  }

  recordsIn(taskId: string, workflowId: string | undefined): readonly StoredRecord[] {
    const found = this.#committed(taskId)
    const committed =
      found.length < fewRecords
        ? found.filter(({ task }) => task.workflowId === workflowId)
        : this.#search(taskId, workflowId)
    const staged = this.#byScope.get(pairKey(taskId, workflowId)) ?? []
    return [...committed.map((record) => this.#same(record)), ...staged]
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    const staged = this.#byToken.get(pairKey(issuer, tokenId))
    if (staged !== undefined) return staged
    const id = storedId(tokenId, this.#reader.ids)
    return id === undefined ? undefined : this.#reader.recordOfToken(issuer, id)
  }

  /** Adds a record of the batch. */
  stage({ task, signingInput, header }: VerifiedEct, entry: LedgerEntry): void {
    const { sequence } = entry
    const record = Object.freeze({ task: Object.freeze({ ...task }), sequence, signingInput, kid: header.kid, entry })
    this.#staged.push(record)
    this.#index(record)
  }

  /** Takes the latest records of the batch back, down to a number of them. */
  unstage(count: number): void {
    this.#staged.length = count
    for (const index of [this.#byTask, this.#byScope, this.#byToken]) index.clear()
    for (const record of this.#staged) this.#index(record)
  }

  #index(record: StoredRecord): void {
    const { agent, taskId, tokenId, workflowId } = record.task
    this.#byToken.set(pairKey(agent, tokenId), record)
    addTo(this.#byTask, taskId, record)
    addTo(this.#byScope, pairKey(taskId, workflowId), record)
  }

  /** The first records with a task id, read once: one look-up serves the scope of a task and its children. */
  #committed(taskId: string): readonly StoredRecord[] {
    const known = this.#firstOfTask.get(taskId)
    if (known !== undefined) return known
    const id = storedId(taskId, this.#reader.ids)
    const found = id === undefined ? [] : this.#reader.someRecordsOfTask(id, fewRecords)
    this.#firstOfTask.set(taskId, found)
    return found
  }

  /** Where a task id has many records, each scope is looked up alone: nobody can make that slow by recording more. */
  #search(taskId: string, workflowId: string | undefined): readonly StoredRecord[] {
    const id = storedId(taskId, this.#reader.ids)
    const workflow = workflowId === undefined ? null : storedId(workflowId, this.#reader.ids)
    return id === undefined || workflow === undefined ? [] : this.#reader.recordsInWorkflow(id, workflow)
  }

  /** A record is the same object in every answer, whatever the cache of the reader has forgotten meanwhile. */
  #same(record: StoredRecord): StoredRecord {
    const known = this.#bySequence.get(record.sequence)
    if (known !== undefined) return known
    this.#bySequence.set(record.sequence, record)
    return record
  }
}

// No identifier and no SPIFFE ID holds a space, so no two pairs share a key.
function pairKey(first: string, second = ''): string {
  return `${first} ${second}`
}

function addTo(index: Map<string, StoredRecord[]>, key: string, record: StoredRecord): void {
  const records = index.get(key)
  if (records === undefined) index.set(key, [record])
  else records.push(record)
}
