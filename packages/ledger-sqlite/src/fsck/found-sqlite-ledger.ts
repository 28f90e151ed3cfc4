import { setImmediate } from 'node:timers/promises'
import {
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
import type { CheckAnswer, CheckingThreads } from './checking-threads.ts'
import { FileChecks } from './file-checks.ts'
import type { CheckedEntries } from './found-entries.ts'
import { unpackEntries } from './packed-entries.ts'
import { PassedTasks } from './passed-tasks.ts'

/** Pages that threads check ahead: while one of them checks the structure of the file, the others go on. */
const pagesAhead = 32

/** How a ledger file is checked. */
export interface CheckSettings {
  /** Sequences of a page. */
  readonly pageSpan: number
  /** Threads that check pages; without them, the calling thread does. */
  readonly threads: CheckingThreads | undefined
}

interface Range {
  readonly from: number
  readonly to: number
}

/** A ledger file as `fsck` reads it. */
export class FoundSqliteLedger implements FoundLedger {
  readonly founding: Founding
  readonly #reader: DatabaseReader
  readonly #checks: FileChecks
  readonly #threads: CheckingThreads | undefined
  readonly #ranges: Generator<Range, undefined>
  /** Pages that are being checked, in order. */
  readonly #ahead: { readonly range: Range; readonly answer: Promise<CheckAnswer> | undefined }[] = []

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader, { pageSpan, threads }: CheckSettings) {
    this.founding = reader.founding
    this.#reader = reader
    this.#checks = new FileChecks(reader)
    this.#threads = threads
    this.#ranges = rangesOf(reader, pageSpan)
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

  async *structure(): AsyncGenerator<string> {
    const asked = this.#threads?.run({ verb: 'structure' })
    this.#askAhead()
    const answer = await asked
    yield* answer?.verb === 'structure' ? answer.found : this.#checks.structure()
  }

  async *pages(): AsyncGenerator<CheckedPage> {
    const passed = new PassedTasks()
    for await (const { entries, taskKeys } of this.#checkedEntries()) {
      const repeated = new Set(entries.filter((_, at) => passed.pass(taskKeys[at] ?? Number.NaN)))
      yield {
        entries,
        earlierInScope: (entry) => {
          const { sequence } = entry
          return sequence !== undefined && repeated.has(entry) ? this.#checks.earlierInScope(sequence) : []
        },
      }
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

  /** What no thread could check is checked here, and fails here if it has to. */
  async *#checkedEntries(): AsyncGenerator<CheckedEntries> {
    this.#askAhead()
    for (let next = this.#ahead.shift(); next !== undefined; next = this.#ahead.shift()) {
      this.#askAhead()
      const { from, to } = next.range
      const answer = await next.answer
      yield answer?.verb === 'entries' ? unpackEntries(answer.found) : this.#checks.entries(from, to)
      // Reading is synchronous: whatever else the process does gets its turn here.
      await setImmediate()
    }
  }

  #askAhead(): void {
    const most = this.#threads === undefined ? 1 : pagesAhead
    while (this.#ahead.length < most) {
      const { value: range, done } = this.#ranges.next()
      if (done) return
      this.#ahead.push({ range, answer: this.#threads?.run({ verb: 'entries', ...range }) })
    }
  }
}

/** Where all entries are that the reader sees, in order. */
function* rangesOf(reader: DatabaseReader, span: number): Generator<Range, undefined> {
  const last = lastSequence(reader)
  const sql = 'SELECT min(sequence) FROM entry WHERE sequence BETWEEN ? AND ?'
  for (let next = Number.MIN_SAFE_INTEGER; next <= last; next += span) {
    const [[from] = []] = reader.tuples(sql, next, last)
    if (typeof from !== 'number') return
    next = from
    yield { from, to: Math.min(from + span, last + 1) }
  }
}

/** The last sequence that is a number here; -1 without entries. What lies beyond is for `foundStructure` to find. */
export function lastSequence(reader: DatabaseReader): number {
  const sql = `SELECT max(sequence) FROM entry WHERE sequence < ${Number.MAX_SAFE_INTEGER}`
  const [[last] = []] = reader.tuples(sql)
  return typeof last === 'number' ? last : -1
}
