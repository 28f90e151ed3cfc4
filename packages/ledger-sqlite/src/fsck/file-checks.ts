import type { DatabaseReader } from '../reader/database-reader.ts'
import { type CheckedEntries, FoundEntries } from './found-entries.ts'
import { FoundIndexes } from './found-indexes.ts'
import { foundStructure } from './found-structure.ts'

/** The parts of the check of a file, each of which any thread can do. */
export class FileChecks {
  readonly #reader: DatabaseReader
  readonly #indexes: FoundIndexes
  readonly #entries: FoundEntries

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader) {
    this.#reader = reader
    this.#indexes = new FoundIndexes(reader)
    this.#entries = new FoundEntries(reader, this.#indexes)
  }

  /** What is wrong with the structure of the file. */
  structure(): Iterable<string> {
    return foundStructure(this.#reader, this.#indexes)
  }

  /** The entries from one sequence to before another. */
  entries(from: number, to: number): CheckedEntries {
    return this.#entries.check(from, to)
  }

  /** Sequences of the entries before one that claim, by their columns, its task in its scope. */
  earlierInScope(sequence: number): readonly number[] {
    const entry = this.#entries.at(sequence)
    return entry === undefined ? [] : this.#indexes.earlierInScope(entry)
  }
}
