import { setImmediate } from 'node:timers/promises'
import {
  type CheckedEntry,
  type CheckedPage,
  type FoundEvidence,
  type Founding,
  type FoundLedger,
  type FoundTile,
  type KeptCheckpoint,
  numberIn,
  textIn,
} from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { placeOfTileRow } from '../tile-rows.ts'
import { FoundEntries } from './found-entries.ts'
import { FoundIndexes } from './found-indexes.ts'
import { foundStructure } from './found-structure.ts'
import { PassedTasks } from './passed-tasks.ts'

/** Sequences of a page. */
const pageSpan = 1024

/** A ledger file as `fsck` reads it. */
export class FoundSqliteLedger implements FoundLedger {
  readonly founding: Founding
  readonly #reader: DatabaseReader
  readonly #indexes: FoundIndexes
  readonly #entries: FoundEntries

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader) {
    this.founding = reader.founding
    this.#reader = reader
    this.#indexes = new FoundIndexes(reader)
    this.#entries = new FoundEntries(reader, this.#indexes)
  }

  size(): number {
    return this.#reader.size()
  }

  tokens(from: number, to: number): readonly string[] {
    return this.#reader.tokens(from, to)
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#reader.tile(level, index)
  }

  checkpoint(): KeptCheckpoint | undefined {
    return this.#reader.checkpoint()
  }

  structure(): Iterable<string> {
    return foundStructure(this.#reader, this.#indexes)
  }

  async *pages(): AsyncGenerator<CheckedPage> {
    const passed = new PassedTasks()
    for (const [from, to] of this.#ranges()) {
      const { entries, taskKeys } = this.#entries.check(from, to)
      const repeated = new Set(entries.filter((_, at) => passed.pass(taskKeys[at] ?? Number.NaN)))
      yield {
        entries,
        earlierInScope: (entry) => (repeated.has(entry) ? this.#earlierInScope(entry) : []),
      }
      // Reading is synchronous: whatever else the process does gets its turn here.
      await setImmediate()
    }
  }

  *tiles(): Generator<FoundTile> {
    const sql = 'SELECT id, length(hashes) AS length FROM tile WHERE id > ? ORDER BY id LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, -1);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'id'))
    ) {
      yield { ...placeOfTileRow(numberIn(row, 'id')), lengthBytes: numberIn(row, 'length') }
    }
  }

  *evidence(): Generator<FoundEvidence> {
    const sql = 'SELECT found, sequence, refused, found_at FROM equivocation WHERE found > ? ORDER BY found LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, 0);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'found'))
    ) {
      // Nothing else can be said of a time than that it is one.
      numberIn(row, 'found_at')
      yield { sequence: numberIn(row, 'sequence'), refused: textIn(row, 'refused') }
    }
  }

  /** What holds all entries, in order. */
  *#ranges(): Generator<readonly [from: number, to: number]> {
    const sql = 'SELECT min(sequence) FROM entry WHERE sequence >= ?'
    for (let next = Number.MIN_SAFE_INTEGER; ; next += pageSpan) {
      const [[from] = []] = this.#reader.tuples(sql, next)
      if (typeof from !== 'number') return
      next = from
      yield [from, from + pageSpan]
    }
  }

  #earlierInScope({ sequence }: CheckedEntry): readonly number[] {
    const entry = sequence === undefined ? undefined : this.#entries.at(sequence)
    return entry === undefined ? [] : this.#indexes.earlierInScope(entry)
  }
}
