import { type AppendResult, type HashedNode, leafHash, type RightEdge } from '@wimse-ect/ledger'
import { type AppendCall, JudgedBatch, type StoredRecord } from '@wimse-ect/ledger/durable'
import type { CallPiece } from './chunks-of.ts'
import { CommittedView } from './committed-view.ts'
import { entryRow } from './entry-row.ts'
import type { KeyFilter } from './key-filter.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import { grownTiles } from './tile-rows.ts'
import type { CheckpointRow, EntryRow } from './writer/rows.ts'
import type { Writer } from './writer/writer.ts'

/** What an open transaction works with. */
export interface OpenTransactionParts {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly clock: () => number
  /** Of the keys in the file, and of those that are going to be. */
  readonly filter: KeyFilter
  /** Number of entries before it. */
  readonly size: number
  /** Grows by the new leaves. */
  readonly edge: RightEdge
}

/** The mistake of a caller, found when entries of its call were already written: the transaction has to begin again. */
export class BrokenCall extends Error {
  readonly call: AppendCall

  constructor(call: AppendCall, cause: unknown) {
    super('the admission of a call broke', { cause })
    this.call = call
  }
}

/**
 * A transaction on its way to its commit. What one chunk of tokens comes to is written while the next one is judged.
 */
export class OpenTransaction {
  readonly #parts: OpenTransactionParts
  readonly #view: CommittedView
  readonly #batch: JudgedBatch
  readonly #nodes: HashedNode[] = []
  readonly #results = new Map<AppendCall, AppendResult[]>()
  readonly #rejections = new Map<AppendCall, unknown>()
  #written = 0

  constructor(parts: OpenTransactionParts) {
    const { reader, size, clock, filter } = parts
    this.#parts = parts
    this.#view = new CommittedView(reader, filter)
    this.#batch = new JudgedBatch({
      ids: reader.founding.ids,
      committed: this.#view,
      size,
      clock,
      hasEvidence: (sequence) => reader.hasEvidence(sequence),
    })
  }

  get isEmpty(): boolean {
    return this.#batch.isEmpty
  }

  /** The new records. */
  get records(): readonly StoredRecord[] {
    return this.#batch.records
  }

  /**
   * Judges a chunk. Its entries are written while the next one is judged.
   *
   * @throws BrokenCall
   */
  add(chunk: readonly CallPiece[]): void {
    const { writer, size } = this.#parts
    const rows = this.#newRows()
    if (rows.length > 0) writer.insert(size, rows)
    this.#view.forgetMuch()
    for (const piece of chunk) this.#judge(piece)
  }

  /** Resolves when everything is durable. */
  async commit(checkpoint: CheckpointRow | undefined): Promise<void> {
    const { writer, reader, size } = this.#parts
    const rows = this.#newRows()
    const tiles = grownTiles(this.#nodes, (id) => reader.tileRow(id))
    await writer.commit(size, rows, { tiles, evidence: this.#batch.evidence, checkpoint })
  }

  /** The records that the writer does not have yet; the tree grows by them. */
  #newRows(): readonly EntryRow[] {
    const { reader, edge, filter } = this.#parts
    const records = this.records.slice(this.#written)
    this.#written += records.length
    for (const { entry } of records) this.#nodes.push(...edge.append(leafHash(entry.compact)))
    return records.map((record) => entryRow(record, reader.keys, filter))
  }

  /** Answers the calls. */
  answer(): void {
    for (const [{ resolve }, results] of this.#results) resolve(results)
    for (const [{ reject }, error] of this.#rejections) reject(error)
  }

  #judge({ call, tokens }: CallPiece): void {
    try {
      const results = this.#batch.judge(tokens, call.admission)
      const before = this.#results.get(call)
      if (before === undefined) this.#results.set(call, [...results])
      else before.push(...results)
    } catch (error) {
      // The batch has taken the piece back; of another piece of the same call it cannot.
      if (tokens.length < call.tokens.length) throw new BrokenCall(call, error)
      this.#rejections.set(call, error)
    }
  }
}
