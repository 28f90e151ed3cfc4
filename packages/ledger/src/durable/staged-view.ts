import { type Task, type VerifiedEct, withIdsOf } from '@wimse-ect/claims'
import type { LedgerView } from '../judge-append.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import type { StoredRecord } from './stored-record.ts'

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
  readonly #byToken = new Map<string, StoredRecord>()

  /** @param committed gives the same object for a record whenever it is asked */
  constructor(committed: LedgerView<StoredRecord>) {
    this.#committed = committed
  }

  /** The records that the batch adds. */
  get staged(): readonly StoredRecord[] {
    return this.#staged
  }

  recordsOf(taskId: string): readonly StoredRecord[] {
    return joined(this.#committed.recordsOf(taskId), this.#byTask.get(taskId))
  }

  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly StoredRecord[] {
    const staged = this.#byTask.has(taskId) ? this.#byScope.get(pairKey(taskId, workflowId)) : undefined
    // A scope has at most one record of a kind of ids [LEDGER-TASK-SCOPE]: what the batch adds was not there before.
    const isWhole = staged !== undefined && asking !== undefined && withIdsOf(asking, staged).length > 0
    return isWhole ? staged : joined(this.#committed.recordsIn(taskId, workflowId, asking), staged)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    return this.#byToken.get(pairKey(issuer, tokenId)) ?? this.#committed.recordOfToken(issuer, tokenId)
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
    const { agent, taskId, tokenId, workflowId } = record.task
    this.#byToken.set(pairKey(agent, tokenId), record)
    addTo(this.#byTask, taskId, record)
    addTo(this.#byScope, pairKey(taskId, workflowId), record)
  }
}

// No identifier holds a space, so no two pairs share a key.
function pairKey(first: string, second = ''): string {
  return `${first} ${second}`
}

/** Mostly one of them is empty, and nothing is copied. */
function joined(
  committed: readonly StoredRecord[],
  staged: readonly StoredRecord[] | undefined,
): readonly StoredRecord[] {
  if (staged === undefined) return committed
  return committed.length === 0 ? staged : [...committed, ...staged]
}

function addTo(index: Map<string, StoredRecord[]>, key: string, record: StoredRecord): void {
  const records = index.get(key)
  if (records === undefined) index.set(key, [record])
  else records.push(record)
}
