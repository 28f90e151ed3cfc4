import { type IdKind, isIdentifier, type Task } from '@wimse-ect/claims'
import type { LedgerView } from '@wimse-ect/ledger'
import { type StoredRecord, several, severalOf, signedBy } from '@wimse-ect/ledger/durable'
import {
  fewRecords,
  type NamedTask,
  namedFor,
  type Scope,
  signerKey,
  type TokenName,
  type WantedRecords,
} from './wanted-records.ts'

/**
 * Committed records that were read beforehand, since an admission cannot wait. Whatever it asks for beyond them is
 * noted as missing: its verdict does not count then, and the batch is judged anew with those records too.
 */
export class PrefetchedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #ids: IdKind
  readonly #bySequence = new Map<number, StoredRecord>()
  readonly #byTask = new Map<string, StoredRecord[]>()
  readonly #byToken = new Map<string, StoredRecord>()
  /** What is known completely: task ids, scopes and tokens. */
  readonly #known = new Set<string>()
  readonly #missing = new Map<string, WantedRecords>()

  constructor(ids: IdKind) {
    this.#ids = ids
  }

  /** What was asked for in vain; `undefined` when nothing was. */
  get missing(): WantedRecords | undefined {
    const all = [...this.#missing.values()]
    if (all.length === 0) return undefined
    return {
      wholeTasks: all.flatMap(({ wholeTasks = [] }) => wholeTasks),
      scopes: all.flatMap(({ scopes = [] }) => scopes),
      several: all.flatMap(({ several: named = [] }) => named),
      signers: all.flatMap(({ signers = [] }) => signers),
      tokens: all.flatMap(({ tokens = [] }) => tokens),
    }
  }

  /** Forgets what was asked for in vain. */
  giveUp(): void {
    this.#missing.clear()
  }

  recordsOf(taskId: string, asking?: Task): readonly StoredRecord[] {
    const known = this.#byTask.get(taskId) ?? []
    if (asking === undefined) {
      this.#ask(taskKey(taskId), [taskId], { wholeTasks: [taskId] })
      return known
    }
    const found = severalOf(asking, known)
    const named = namedFor(taskId, asking)
    const isEnough = found.length === several || this.#known.has(taskKey(taskId))
    if (!isEnough) this.#ask(severalKey(named), [taskId], { several: [named] })
    return found
  }

  recordsIn(taskId: string, workflowId: string | undefined): readonly StoredRecord[] {
    const scope = { taskId, workflowId }
    if (!this.#known.has(taskKey(taskId))) {
      this.#ask(scopeKey(scope), workflowId === undefined ? [taskId] : [taskId, workflowId], { scopes: [scope] })
    }
    return (this.#byTask.get(taskId) ?? []).filter(({ task }) => task.workflowId === workflowId)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    const name = { issuer, tokenId }
    this.#ask(tokenKey(name), [tokenId], { tokens: [name] })
    return this.#byToken.get(tokenKey(name))
  }

  recordOfSigner(task: Task, kid: string): StoredRecord | undefined {
    const { taskId, agent: issuer } = task
    const signer = { taskId, issuer, kid }
    // A task that is named by its jti is its issuer's only one of that name.
    if (namedFor(taskId, task).isJti) {
      this.#ask(tokenKey({ issuer, tokenId: taskId }), [taskId], { tokens: [{ issuer, tokenId: taskId }] })
    } else if (!this.#known.has(taskKey(taskId))) {
      this.#ask(signerKey(signer), [taskId], { signers: [signer] })
    }
    return signedBy(task, kid, this.#byTask.get(taskId) ?? [])
  }

  /** Takes what was read for a wish. */
  add(
    { tasks = [], wholeTasks = [], scopes = [], several: named = [], signers = [], tokens = [] }: WantedRecords,
    records: readonly StoredRecord[],
  ): void {
    for (const record of records) this.#index(record)
    // In order of sequence, whatever the order in which the database answered; once, since a task may have many.
    for (const taskId of new Set(records.map(({ task }) => task.taskId))) {
      this.#byTask.get(taskId)?.sort((one, other) => one.sequence - other.sequence)
    }
    for (const taskId of tasks) {
      if ((this.#byTask.get(taskId)?.length ?? 0) < fewRecords) this.#learn(taskKey(taskId))
    }
    for (const taskId of wholeTasks) this.#learn(taskKey(taskId))
    for (const scope of scopes) this.#learn(scopeKey(scope))
    for (const each of named) this.#learn(severalKey(each))
    for (const signer of signers) this.#learn(signerKey(signer))
    for (const name of tokens) this.#learn(tokenKey(name))
  }

  /** Notes what is not known; a text that is no identifier of this ledger has no records, and need not be looked up. */
  #ask(key: string, identifiers: readonly string[], wanted: WantedRecords): void {
    if (this.#known.has(key) || !identifiers.every((id) => isIdentifier(id, this.#ids))) return
    this.#missing.set(key, wanted)
  }

  #learn(key: string): void {
    this.#known.add(key)
    this.#missing.delete(key)
  }

  #index(record: StoredRecord): void {
    if (this.#bySequence.has(record.sequence)) return
    this.#bySequence.set(record.sequence, record)
    const { agent, taskId, tokenId } = record.task
    this.#byToken.set(tokenKey({ issuer: agent, tokenId }), record)
    const ofTask = this.#byTask.get(taskId) ?? []
    this.#byTask.set(taskId, ofTask)
    ofTask.push(record)
  }
}

function taskKey(taskId: string): string {
  return `task ${taskId}`
}

function scopeKey({ taskId, workflowId = '' }: Scope): string {
  return `scope ${taskId} ${workflowId}`
}

function tokenKey({ issuer, tokenId }: TokenName): string {
  return `token ${issuer} ${tokenId}`
}

function severalKey({ taskId, isJti }: NamedTask): string {
  return `several ${isJti} ${taskId}`
}
