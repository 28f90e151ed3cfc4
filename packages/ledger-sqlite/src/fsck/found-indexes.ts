import { type FoundEntry, numberIn } from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { RecentEntries } from '../reader/recent-entries.ts'
import { decodeId, encodeId } from '../reader/stored-id.ts'
import { type IndexName, indexNames } from '../writer/key-blocks.ts'
import type { StoredId } from '../writer/rows.ts'
import { RecentKeys } from './recent-keys.ts'

const recentSql = 'SELECT first, keys FROM recent ORDER BY first'

/** Whether each index has a settled entry; `NULL`, for what its columns do not hold, equals nothing. */
const settledSql = `SELECT EXISTS (SELECT 1 FROM task WHERE task = ?1 AND workflow = ?2 AND sequence = ?4),
  EXISTS (SELECT 1 FROM workflow WHERE workflow = ?2 AND sequence = ?4),
  EXISTS (SELECT 1 FROM token WHERE token = ?3 AND sequence = ?4)`

/** The keys of an entry, as far as its columns hold what they are made of. */
export type NamedKeys = Readonly<Record<IndexName, number | undefined>>

/** The indexes of a ledger file as `fsck` finds them: the keys of the recent entries, and the tables for all others. */
export class FoundIndexes {
  readonly #reader: DatabaseReader
  readonly #recent: RecentKeys
  /** The same by key, which few files need. */
  #byKey: RecentEntries | undefined

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader) {
    this.#reader = reader
    this.#recent = new RecentKeys(() => reader.rows(recentSql))
  }

  /** What is wrong with them as a whole. */
  *structure(): Generator<string> {
    const { first, end, isSound } = this.#recent
    if (!isSound || (first !== undefined && end !== this.#reader.size())) yield 'recent'
    for (const index of indexNames) if (!this.#isWhole(index, first)) yield `index ${index}`
  }

  /** Which look-ups find an entry: those of its task, of its workflow (or of the tasks of none), of its `jti`. */
  lookUp(sequence: number | undefined, { task, workflow, token }: NamedKeys): Readonly<Record<IndexName, boolean>> {
    if (sequence === undefined) return { task: false, workflow: false, token: false }
    const recent = this.#recent.keysOf(sequence)
    if (recent !== undefined) {
      return {
        task: recent.task === task && recent.workflow === workflow,
        workflow: recent.workflow === workflow,
        token: recent.token === token,
      }
    }
    const values = [task ?? null, workflow ?? null, token ?? null, sequence]
    const [hasTask, hasWorkflow, hasToken] = this.#reader.tuples(settledSql, ...values)[0] ?? []
    return { task: hasTask === 1, workflow: hasWorkflow === 1, token: hasToken === 1 }
  }

  /** Sequences of the entries before this one that claim, by their columns, its task id in its scope. */
  earlierInScope({ sequence, indexes }: FoundEntry): readonly number[] {
    const { task_id: taskId, workflow_id: workflowId } = indexes
    if (typeof taskId !== 'string' || workflowId === undefined || sequence === undefined) return []
    const { keys, founding } = this.#reader
    const [task, id] = [keys.task(taskId), encodeId(taskId, founding.ids)]
    const settled = (condition: string, ...more: (StoredId | number | null)[]): number[] => {
      const rows = `task CROSS JOIN entry USING (sequence) WHERE task = ?1 AND sequence < ?2 AND task_id = ?3 ${condition}`
      const found = this.#reader.rows(`SELECT sequence FROM ${rows}`, task, sequence, id, ...more)
      return found.map((row) => numberIn(row, 'sequence'))
    }
    if (workflowId === null) {
      const isSame = (other: number): boolean => other < sequence && this.#columnsOf(other)?.taskId === taskId
      return [...this.#recentByKey().withKey('task', task).filter(isSame), ...settled('')]
    }
    // Two workflows that share a key are two all the same.
    return [null, workflowId].flatMap((scope) => {
      const workflow = keys.workflow(scope ?? undefined)
      const isSame = (other: number): boolean => {
        const columns = other < sequence ? this.#columnsOf(other) : undefined
        return columns?.taskId === taskId && columns.workflowId === scope
      }
      const stored = scope === null ? null : encodeId(scope, founding.ids)
      const inTables = settled('AND workflow = ?4 AND workflow_id IS ?5', workflow, stored)
      return [...this.#recentByKey().inScope(task, workflow).filter(isSame), ...inTables]
    })
  }

  #recentByKey(): RecentEntries {
    if (this.#byKey === undefined) {
      this.#byKey = new RecentEntries()
      for (const row of this.#recent.rows) this.#byKey.add(row)
    }
    return this.#byKey
  }

  /**
   * Each entry is looked for in every index: with as many rows as entries, none names anything else. Of the recent
   * entries some are there, which have to be under their keys.
   */
  #isWhole(index: IndexName, firstRecent = Number.MAX_SAFE_INTEGER): boolean {
    const count = (table: string): string => `(SELECT count(*) FROM ${table} WHERE sequence < ?1)`
    const [row] = this.#reader.rows(`SELECT ${count('entry')} - ${count(index)} AS missing`, firstRecent)
    const early = this.#reader.rows(`SELECT ${index} AS key, sequence FROM ${index} WHERE sequence >= ?`, firstRecent)
    return (
      row?.missing === 0 && early.every(({ key, sequence }) => this.#recent.keysOf(Number(sequence))?.[index] === key)
    )
  }

  #columnsOf(sequence: number) {
    const { ids } = this.#reader.founding
    const [row] = this.#reader.rows('SELECT task_id, workflow_id FROM entry WHERE sequence = ?', sequence)
    if (row === undefined) return undefined
    const workflowId = row.workflow_id === null ? null : decodeId(row.workflow_id, ids)
    return { taskId: decodeId(row.task_id, ids), workflowId }
  }
}
