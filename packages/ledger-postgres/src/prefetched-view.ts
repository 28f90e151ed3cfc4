import { type IdKind, isIdentifier, type Task } from '@wimse-ect/claims'
import type { LedgerView } from '@wimse-ect/ledger'
import { type RecordCache, type StoredRecord, several, severalOf, signedBy } from '@wimse-ect/ledger/durable'
import {
  fewRecords,
  type NamedTask,
  namedFor,
  type Scope,
  signerKey,
  type TokenName,
  type WantedRecords,
} from './wanted-records.ts'

/** What need not have been looked up. */
export interface PrefetchedViewOptions {
  /** Task ids of which some records are remembered. Default: none. */
  readonly atHand?: ReadonlySet<string> | undefined
  /** Has those records, and only records of the log. Default: none. */
  readonly remembered?: RecordCache | undefined
  /** True when a `jti` that was not looked up is taken for new. Default false. */
  readonly tokensAreNew?: boolean | undefined
}

/**
 * Committed records that were read beforehand, since an admission cannot wait. Whatever it asks for beyond them is
 * noted as missing: its verdict does not count then, and the batch is judged anew with those records too.
 */
export class PrefetchedView implements LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #ids: IdKind
  readonly #options: PrefetchedViewOptions
  readonly #bySequence = new Map<number, StoredRecord>()
  readonly #byTask = new Map<string, StoredRecord[]>()
  readonly #byToken = new Map<string, StoredRecord[]>()
  /** What is known completely: task ids; scopes and tokens by their keys. */
  readonly #knownTasks = new Set<string>()
  readonly #known = new Set<string>()
  readonly #missing = new Map<string, WantedRecords>()

  #isCurious = false

  constructor(ids: IdKind, options: PrefetchedViewOptions = {}) {
    this.#ids = ids
    this.#options = options
  }

  /** True when somebody asked for more records of a task id at hand than those which may be remembered. */
  get isCurious(): boolean {
    return this.#isCurious
  }

  /** What was asked for in vain since something was added; `undefined` when nothing was. */
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
    this.#isCurious ||= this.#isAtHand(taskId)
    const known = this.#byTask.get(taskId) ?? []
    const isWhole = this.#knownTasks.has(taskId)
    if (asking === undefined) {
      if (!isWhole) this.#want(taskKey(taskId), [taskId], { wholeTasks: [taskId] })
      return known
    }
    const found = severalOf(asking, known)
    if (found.length === several || isWhole) return found
    const named = namedFor(taskId, asking)
    this.#want(severalKey(named), [taskId], { several: [named] })
    return found
  }

  recordsIn(taskId: string, workflowId: string | undefined, asking?: Task): readonly StoredRecord[] {
    if (!this.#knownTasks.has(taskId)) {
      // A scope has at most one record of a kind of ids [LEDGER-TASK-SCOPE].
      const remembered =
        asking && this.#isAtHand(taskId) && this.#options.remembered?.getInScope(taskId, workflowId, asking)
      if (remembered) return [remembered]
      const scope = { taskId, workflowId }
      this.#want(scopeKey(scope), workflowId === undefined ? [taskId] : [taskId, workflowId], { scopes: [scope] })
    }
    this.#isCurious ||= asking === undefined && this.#isAtHand(taskId)
    return (this.#byTask.get(taskId) ?? []).filter(({ task }) => task.workflowId === workflowId)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    if (this.#options.tokensAreNew !== true) this.wantToken(issuer, tokenId)
    return this.#byToken.get(tokenId)?.find(({ task }) => task.agent === issuer)
  }

  recordOfSigner(task: Task, kid: string): StoredRecord | undefined {
    const { taskId, agent: issuer } = task
    if (!this.#knownTasks.has(taskId)) {
      const signer = { taskId, issuer, kid }
      // A task that is named by its jti is its issuer's only one of that name.
      if (namedFor(taskId, task).isJti) this.wantToken(issuer, taskId)
      else this.#want(signerKey(signer), [taskId], { signers: [signer] })
    }
    return signedBy(task, kid, this.#byTask.get(taskId) ?? [])
  }

  /** Notes as missing what this `jti` stands for, unless it was looked up. */
  wantToken(issuer: string, tokenId: string): void {
    const name = { issuer, tokenId }
    this.#want(tokenKey(name), [tokenId], { tokens: [name] })
  }

  /** Takes what was read for a wish; what was missing then is looked for anew. */
  add(
    { tasks = [], wholeTasks = [], scopes = [], several: named = [], signers = [], tokens = [] }: WantedRecords,
    records: readonly StoredRecord[],
  ): void {
    this.#missing.clear()
    for (const record of records) this.#index(record)
    // In order of sequence, whatever the order in which the database answered; once, since a task may have many.
    for (const taskId of new Set(records.map(({ task }) => task.taskId))) {
      this.#byTask.get(taskId)?.sort((one, other) => one.sequence - other.sequence)
    }
    for (const taskId of tasks) {
      if ((this.#byTask.get(taskId)?.length ?? 0) < fewRecords) this.#knownTasks.add(taskId)
    }
    for (const taskId of wholeTasks) this.#knownTasks.add(taskId)
    for (const scope of scopes) this.#known.add(scopeKey(scope))
    for (const each of named) this.#known.add(severalKey(each))
    for (const signer of signers) this.#known.add(signerKey(signer))
    for (const name of tokens) this.#known.add(tokenKey(name))
  }

  /** Notes what is not known; a text that is no identifier of this ledger has no records, and need not be looked up. */
  #want(key: string, identifiers: readonly string[], wanted: WantedRecords): void {
    if (this.#known.has(key) || !identifiers.every((id) => isIdentifier(id, this.#ids))) return
    this.#missing.set(key, wanted)
  }

  #isAtHand(taskId: string): boolean {
    return this.#options.atHand?.has(taskId) === true
  }

  #index(record: StoredRecord): void {
    if (this.#bySequence.has(record.sequence)) return
    this.#bySequence.set(record.sequence, record)
    const { taskId, tokenId } = record.task
    addTo(this.#byToken, tokenId, record)
    addTo(this.#byTask, taskId, record)
  }
}

function addTo(index: Map<string, StoredRecord[]>, key: string, record: StoredRecord): void {
  const records = index.get(key)
  if (records === undefined) index.set(key, [record])
  else records.push(record)
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
