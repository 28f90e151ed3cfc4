import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { KeyFilter } from '../key-filter.ts'
import { indexNames, type KeyColumns, keyBlockOf, keyBytesOfEntry, keysInBlock } from './key-blocks.ts'
import { RefusedFile } from './refused-file.ts'
import type { EntryRow } from './rows.ts'

/** Entries whose keys are settled together: the more, the more rows come to one page. */
const defaultTogether = 65_536

/** Most entries in a row of the table `recent`. */
const blockEntries = 1024

/** Rows that are settled for each entry that is added. Three would do: an entry is a row of three indexes. */
const rowsPerEntry = 4

/** More than entries are settled together. */
const places = 2 ** 17
const halfOfKeys = 2 ** 47
const unsortedKeys = 2 ** 12

/** Entries that are being settled. */
interface Generation {
  readonly first: number
  readonly keys: KeyColumns
}

/**
 * Writes the indexes. Keys are random: each new one changes a page of its own, and in a large index that page is read
 * and written for one row. So a batch only notes its keys in `recent`, one after the other. When many have come
 * together they are settled: sorted, and inserted into the tables of the indexes in that order, many to a page. Every
 * batch does a part of that, so that none takes long. An entry leaves `recent` when it is in all three tables;
 * until then it is looked up there, whether it is in a table already or not.
 */
export class Settler {
  readonly #statements: Statements
  readonly #filter: KeyFilter
  readonly #together: number
  /** Entries in `recent`. */
  #recent = 0
  #settling: Iterator<void> | undefined

  /**
   * @param filter learns the keys that are settled
   * @param together how many entries are settled together
   */
  constructor(database: DatabaseSync, filter: KeyFilter, together: number = defaultTogether) {
    this.#filter = filter
    this.#together = together
    this.#statements = prepareStatements(database)
    this.recount()
  }

  /** Notes the keys of entries that follow one another. */
  add(rows: readonly EntryRow[]): void {
    for (let from = 0; from < rows.length; from += blockEntries) {
      const block = rows.slice(from, from + blockEntries)
      this.#statements.note.run(block[0]?.[0] ?? 0, keyBlockOf(block))
    }
    this.#recent += rows.length
  }

  /**
   * Settles a part of what has come together; all of it when there is too much, since processes that end soon never
   * came to the end of it.
   *
   * @param added number of entries that were added
   */
  settle(added: number): void {
    while (this.#recent >= 2 * this.#together) this.#settleRows(Number.POSITIVE_INFINITY)
    if (this.#recent >= this.#together) this.#settleRows(added * rowsPerEntry)
  }

  /** Looks again what is there: after a generation, and after a transaction was rolled back. */
  recount(): void {
    this.#recent = Number(this.#statements.count.get()?.entries)
    this.#settling = undefined
  }

  #settleRows(most: number): void {
    this.#settling ??= this.#settlingOf(this.#nextGeneration())
    for (let row = 0; row < most; row++) {
      if (this.#settling.next().done === true) {
        this.recount()
        return
      }
    }
  }

  /** Settles a generation, a row at a time; what was settled before a crash or a rollback stays as it is. */
  *#settlingOf({ first, keys }: Generation): Generator<void> {
    const { task, workflow, token, forget } = this.#statements
    const insert = {
      task: (at: number) => task.run(keys.task[at] ?? 0, keys.workflow[at] ?? 0, first + at),
      workflow: (at: number) => workflow.run(keys.workflow[at] ?? 0, first + at),
      token: (at: number) => token.run(keys.token[at] ?? 0, first + at),
    }
    for (const index of indexNames) {
      for (const at of placesInOrder(keys[index])) {
        insert[index](at)
        if (index !== 'workflow') this.#filter.add(keys[index][at] ?? 0)
        yield
      }
    }
    forget.run(first + keys.task.length)
  }

  #nextGeneration(): Generation {
    const blocks: Uint8Array[] = []
    let first: number | undefined
    let entries = 0
    for (const row of this.#statements.recent.iterate()) {
      if (typeof row.first !== 'number' || !(row.keys instanceof Uint8Array)) throw new RefusedFile('DAMAGED')
      first ??= row.first
      if (row.first !== first + entries) throw new RefusedFile('DAMAGED')
      blocks.push(row.keys)
      entries += row.keys.length / keyBytesOfEntry
      if (entries >= this.#together) break
    }
    const keys = keysInBlock(Buffer.concat(blocks))
    if (first === undefined || keys === undefined) throw new RefusedFile('DAMAGED')
    return { first, keys }
  }
}

/**
 * The places of keys, in the order of the keys, as far as their upper 36 bits tell it: neighbours come to one page. Key
 * and place in one number are sorted without calling back, in a fifth of the time.
 */
function placesInOrder(keys: Float64Array): Float64Array {
  const both = keys.map((key, at) => Math.floor((key + halfOfKeys) / unsortedKeys) * places + at)
  return both.sort().map((each) => each % places)
}

interface Statements {
  readonly note: StatementSync
  readonly count: StatementSync
  readonly recent: StatementSync
  readonly task: StatementSync
  readonly workflow: StatementSync
  readonly token: StatementSync
  readonly forget: StatementSync
}

function prepareStatements(database: DatabaseSync): Statements {
  return {
    note: database.prepare('INSERT INTO recent VALUES (?, ?)'),
    count: database.prepare(`SELECT coalesce(sum(length(keys)), 0) / ${keyBytesOfEntry} AS entries FROM recent`),
    recent: database.prepare('SELECT first, keys FROM recent ORDER BY first'),
    task: database.prepare('INSERT OR IGNORE INTO task VALUES (?, ?, ?)'),
    workflow: database.prepare('INSERT OR IGNORE INTO workflow VALUES (?, ?)'),
    token: database.prepare('INSERT OR IGNORE INTO token VALUES (?, ?)'),
    forget: database.prepare('DELETE FROM recent WHERE first < ?'),
  }
}
