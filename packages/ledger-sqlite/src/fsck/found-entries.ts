import {
  type CheckedEntry,
  checkEntry,
  type FoundEntry,
  recordColumns,
  tryReadStoredEntry,
} from '@wimse-ect/ledger/durable'
import { indexKey, tokenText } from '../index-keys.ts'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { uuidOf } from '../reader/stored-id.ts'
import type { FoundIndexes } from './found-indexes.ts'

/** Parents are mostly young. */
const maxKept = 16_384
const maxAgents = 10_000

/** An id as text, which is half as dear as its bytes; empty for what no ledger of this kind stores. */
const idSql = {
  uuid: (column: string) => `iif(typeof(${column}) = 'blob' AND length(${column}) = 16, lower(hex(${column})), '')`,
  opaque: (column: string) => `iif(typeof(${column}) = 'text', ${column}, '')`,
}

/** Some consecutive entries, checked. */
export interface CheckedEntries {
  readonly entries: readonly CheckedEntry[]
  /** Keys of the task ids in their columns; `NaN` where there is none. */
  readonly taskKeys: Float64Array
}

/** The entries of a ledger file as `fsck` finds them. */
export class FoundEntries {
  readonly #reader: DatabaseReader
  readonly #indexes: FoundIndexes
  readonly #sql: string
  readonly #taskIdSql: string
  /** Task ids in the columns of entries that were read. */
  readonly #taskIds = new Map<number, string | undefined>()
  readonly #agents = new Map<unknown, string | undefined>()

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader, indexes: FoundIndexes) {
    this.#reader = reader
    this.#indexes = indexes
    const id = idSql[reader.founding.ids]
    this.#sql = `SELECT ${recordColumns}, ${id('task_id')}, iif(workflow_id IS NULL, NULL, ${id('workflow_id')}),
      ${id('token_id')}, iif(agent BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER}, agent, NULL)
      FROM entry WHERE sequence >= ? AND sequence < ? ORDER BY sequence`
    this.#taskIdSql = `SELECT ${id('task_id')} FROM entry WHERE sequence = ?`
  }

  /** Checks the entries from one sequence to before another, as far as that needs no order. */
  check(from: number, to: number): CheckedEntries {
    const found = this.#read(from, to)
    const taskKeys = Float64Array.from(found, ({ taskKey }) => taskKey)
    return { entries: found.map(({ entry }) => checkEntry(entry, this.#reader.founding.ids, this.#taskIdAt)), taskKeys }
  }

  at(sequence: number): FoundEntry | undefined {
    return this.#read(sequence, sequence + 1)[0]?.entry
  }

  #read(from: number, to: number): readonly { readonly entry: FoundEntry; readonly taskKey: number }[] {
    if (this.#taskIds.size >= maxKept) this.#taskIds.clear()
    return this.#reader.tuples(this.#sql, from, to).map((row) => this.#foundIn(row))
  }

  #foundIn([sequence, token, verified_at, stored_at, parents, task, workflow, jti, agent]: readonly unknown[]) {
    const at = typeof sequence === 'number' ? sequence : undefined
    const [taskId, tokenId] = [this.#idOf(task), this.#idOf(jti)]
    const workflowId = workflow === null ? null : this.#idOf(workflow)
    const name = this.#agentOf(agent)
    const taskKey = taskId === undefined ? undefined : indexKey(taskId)
    const found = this.#indexes.lookUp(at, {
      task: taskKey,
      workflow: workflowId === undefined ? undefined : this.#reader.keys.workflow(workflowId ?? undefined),
      token: name === undefined || tokenId === undefined ? undefined : indexKey(tokenText(name, tokenId)),
    })
    if (at !== undefined) this.#taskIds.set(at, taskId)
    const entry = {
      sequence: at,
      stored: tryReadStoredEntry({ sequence, token, verified_at, stored_at, parents }),
      indexes: {
        task_id: found.task ? taskId : undefined,
        workflow_id: found.workflow ? workflowId : undefined,
        token_id: found.token ? tokenId : undefined,
        agent: name,
      },
    }
    return { entry, taskKey: taskKey ?? Number.NaN }
  }

  /** The identifier behind what {@link idSql} gives. */
  #idOf(text: unknown): string | undefined {
    if (typeof text !== 'string' || text === '') return undefined
    return this.#reader.founding.ids === 'opaque' ? text : uuidOf(text)
  }

  #agentOf(id: unknown): string | undefined {
    if (typeof id !== 'number') return undefined
    if (this.#agents.has(id)) return this.#agents.get(id)
    const [[name] = []] = this.#reader.tuples('SELECT name FROM agent WHERE id = ?', id)
    if (this.#agents.size >= maxAgents) this.#agents.clear()
    this.#agents.set(id, typeof name === 'string' ? name : undefined)
    return this.#agents.get(id)
  }

  readonly #taskIdAt = (sequence: number): string | undefined => {
    if (this.#taskIds.has(sequence)) return this.#taskIds.get(sequence)
    const [[stored] = []] = this.#reader.tuples(this.#taskIdSql, sequence)
    return this.#idOf(stored)
  }
}
