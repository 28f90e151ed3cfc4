import { type Task, type VerifiedEct, withIdsOf } from '@wimse-ect/claims'
import type { LedgerView } from '../judge-append.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import { several, severalOf } from './several-of.ts'
import { signedBy } from './signed-by.ts'
import type { StoredRecord } from './stored-record.ts'

/** More records of one task id are also indexed by their workflows: who adds many makes nobody slow. */
const fewRecords = 8

/**
 * The records of a ledger as a token of a batch has to see them: those that are committed, and those that the batch
 * adds before it.
 */
export class StagedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #committed: LedgerView<StoredRecord>
  readonly #staged: StoredRecord[] = []
  readonly #byTask = new Map<string, StoredRecord[]>()
  readonly #byScope = new Map<string, StoredRecord[]>()
  readonly #byToken = new Map<string, StoredRecord[]>()

  /** @param committed gives the same object for a record whenever it is asked */
  constructor(committed: LedgerView<StoredRecord>) {
    this.#committed = committed
  }

  /** The records that the batch adds. */
  get staged(): readonly StoredRecord[] {
    return this.#staged
  }

  recordsOf(taskId: string, asking?: Task): readonly StoredRecord[] {
    const all = joined(this.#committed.recordsOf(taskId, asking), this.#byTask.get(taskId))
    return asking === undefined || all.length <= several ? all : severalOf(asking, all)
  }

  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly StoredRecord[] {
    const ofTask = this.#byTask.get(taskId) ?? []
    const staged =
      ofTask.length > fewRecords
        ? (this.#byScope.get(scopeKey(taskId, workflowId)) ?? [])
        : ofTask.filter(({ task }) => task.workflowId === workflowId)
    // A scope has at most one record of a kind of ids [LEDGER-TASK-SCOPE]: what the batch adds was not there before.
    const isWhole = asking !== undefined && withIdsOf(asking, staged).length > 0
    return isWhole ? staged : joined(this.#committed.recordsIn(taskId, workflowId, asking), staged)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    const staged = this.#byToken.get(tokenId)?.find(({ task }) => task.agent === issuer)
    return staged ?? this.#committed.recordOfToken(issuer, tokenId)
  }

  recordOfSigner(task: Task, kid: string): StoredRecord | undefined {
    return this.#committed.recordOfSigner(task, kid) ?? signedBy(task, kid, this.#byTask.get(task.taskId) ?? [])
  }

  /** Adds a record of the batch. */
  stage({ task, signingInput, header }: VerifiedEct, entry: LedgerEntry): void {
    const { sequence } = entry
    // The task of a verified token is frozen.
    this.add(Object.freeze({ task, sequence, signingInput, kid: header.kid, entry }))
  }

  /** The same for a record that was made already. */
  add(record: StoredRecord): void {
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
    const { taskId, tokenId } = record.task
    addTo(this.#byToken, tokenId, record)
    const ofTask = addTo(this.#byTask, taskId, record)
    if (ofTask.length <= fewRecords) return
    const unindexed = ofTask.length === fewRecords + 1 ? ofTask : [record]
    for (const each of unindexed) addTo(this.#byScope, scopeKey(taskId, each.task.workflowId), each)
  }
}

// No identifier holds a space, so no two scopes share a key.
function scopeKey(taskId: string, workflowId = ''): string {
  return `${taskId} ${workflowId}`
}

/** Mostly one of them is empty, and nothing is copied. */
function joined(committed: readonly StoredRecord[], staged: readonly StoredRecord[] = []): readonly StoredRecord[] {
  if (staged.length === 0) return committed
  return committed.length === 0 ? staged : [...committed, ...staged]
}

function addTo(index: Map<string, StoredRecord[]>, key: string, record: StoredRecord): readonly StoredRecord[] {
  const records = index.get(key)
  if (records !== undefined) {
    records.push(record)
    return records
  }
  const first = [record]
  index.set(key, first)
  return first
}
