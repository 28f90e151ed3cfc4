import { idNameOf, type Task } from '@wimse-ect/claims'
import { numberIn, readKid, type StoredRecord, several, severalOf } from '@wimse-ect/ledger/durable'
import type { StoredId } from '../writer/rows.ts'
import type { DatabaseReader } from './database-reader.ts'
import { encodeId } from './stored-id.ts'

/** Most searches whose findings are remembered. */
const maxSearches = 1024

// The entries with a task's key. ?1: those that are not settled, as a JSON array; ?2 to ?4: the key, and between which
// sequences it is looked for in the table of the settled ones. ?5 is what the columns of the entries are compared with.
const namesakes = `WITH namesake (sequence) AS (
  SELECT value FROM json_each(?1)
  UNION ALL SELECT sequence FROM task WHERE task = ?2 AND sequence >= ?3 AND sequence < ?4
)`
const withIds = (condition: string): string => `${namesakes}
  SELECT sequence FROM namesake CROSS JOIN entry USING (sequence) WHERE task_id = ?5 AND ${condition}`
const withOtherIds = withIds(`token_id <> task_id LIMIT ${several}`)
const withSameIds = withIds('token_id = task_id')
// Answered by the indexes alone: the columns of an entry lie behind its token.
const ofAgent = `${namesakes}
  SELECT namesake.sequence FROM namesake CROSS JOIN entry INDEXED BY entry_by_agent
  ON agent = (SELECT id FROM agent WHERE name = ?5) AND entry.sequence = namesake.sequence ORDER BY 1`

/** What is searched for. */
interface Question {
  readonly taskId: string
  /** What the query compares the column of an id, or the name of the agent, with. */
  readonly value: StoredId
  /** Default: from the first entry on. */
  readonly from?: number
  /** How many of the entries that are not settled are looked at. Default: all. */
  readonly most?: number
}

/** What a search has found among the entries before one. */
interface Search {
  readonly found: readonly number[]
  readonly before: number
}

/**
 * Finds records of a task id that very many tasks have, by what stands in columns and indexes: to read all their
 * tokens could take seconds, and an issuer can record as many as it likes. What was found is remembered, and only newer
 * entries are searched the next time.
 */
export class Namesakes {
  readonly #reader: DatabaseReader
  readonly #searches = new Map<string, Search>()

  constructor(reader: DatabaseReader) {
    this.#reader = reader
  }

  /**
   * Two of the records, or fewer, whose ids are of the same kind as those in a task, see `severalOf`.
   *
   * The columns tell the kinds apart but for few: a task that is named by its `jti` has two equal ids; so may one with
   * a `tid`, but only one of each issuer. Tokens of the wrong kind are hardly ever read.
   */
  severalOf(taskId: string, asking: Task): readonly StoredRecord[] {
    const id = encodeId(taskId, this.#reader.founding.ids)
    const others = isNamedByToken(asking) ? [] : this.#severalWithOtherIds(taskId, id)
    if (others.length === several) return severalOf(asking, this.#recordsAt(taskId, others))
    const same = this.#remembered(`${idNameOf(asking)} ${taskId}`, ({ found, before }) => {
      if (found.length === several) return []
      const later = this.#search(withSameIds, { taskId, value: id, from: before })
      return severalOf(asking, this.#recordsAt(taskId, later)).map(({ sequence }) => sequence)
    })
    return severalOf(asking, this.#recordsAt(taskId, [...others, ...same]))
  }

  /** See `LedgerView.recordOfSigner`. */
  ofSigner(task: Task, kid: string): StoredRecord | undefined {
    const { taskId, agent } = task
    const found = isNamedByToken(task)
      ? [this.#reader.recordOfToken(agent, taskId)]
      : this.#remembered(JSON.stringify([taskId, agent, kid]), ({ found: [first], before }) =>
          first === undefined ? this.#firstOfSigner(task, kid, before) : [],
        ).map((sequence) => this.#reader.recordAt(sequence))
    return found.find((record) => record !== undefined && isOfSigner(record, task, kid))
  }

  /** The last entries are looked at first: nearly always they are enough, and the many others are never listed. */
  #severalWithOtherIds(taskId: string, value: StoredId): readonly number[] {
    const ofLast = this.#search(withOtherIds, { taskId, value, most: several })
    return ofLast.length === several ? ofLast : this.#search(withOtherIds, { taskId, value })
  }

  *#recordsAt(taskId: string, sequences: readonly number[]): Generator<StoredRecord> {
    for (const sequence of sequences) {
      const record = this.#reader.recordAt(sequence)
      if (record?.task.taskId === taskId) yield record
    }
  }

  #firstOfSigner(task: Task, kid: string, from: number): readonly number[] {
    const { taskId, agent } = task
    for (const sequence of this.#search(ofAgent, { taskId, value: agent, from })) {
      const [compact = ''] = this.#reader.tokens(sequence, sequence + 1)
      if (readKid(compact) !== kid) continue
      const record = this.#reader.recordAt(sequence)
      if (record !== undefined && isOfSigner(record, task, kid)) return [sequence]
    }
    return []
  }

  /** Runs one of the queries above; answers with sequences. */
  #search(sql: string, { taskId, value, from = 0, most }: Question): readonly number[] {
    const key = this.#reader.keys.task(taskId)
    const { sequences, first } = this.#reader.unsettled(key, { from, most })
    // No key, where all entries from there on are unsettled: nothing in the table is looked at.
    const values = [JSON.stringify(sequences), from < first ? key : null, from, first, value]
    return this.#reader.rows(sql, ...values).map((row) => numberIn(row, 'sequence'))
  }

  /** What an earlier search of this name has found, and what a search of the entries since then finds. */
  #remembered(name: string, search: (known: Search) => readonly number[]): readonly number[] {
    // What is committed later may be found already, and is then looked at again.
    const before = this.#reader.size()
    const known = this.#searches.get(name) ?? { found: [], before: 0 }
    if (known.before >= before) return known.found
    const found = [...new Set([...known.found, ...search(known)])]
    if (this.#searches.size >= maxSearches) this.#searches.clear()
    this.#searches.set(name, { found, before })
    return found
  }
}

function isOfSigner({ task, kid }: StoredRecord, other: Task, otherKid: string): boolean {
  const isSameTask = task.taskId === other.taskId && idNameOf(task) === idNameOf(other)
  return isSameTask && task.agent === other.agent && kid === otherKid
}

function isNamedByToken(task: Task): boolean {
  return idNameOf(task) === 'jti'
}
