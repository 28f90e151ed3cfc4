import { damaged, numberIn, type Row } from '@wimse-ect/ledger/durable'
import { type IndexName, indexNames, keysInBlock } from '../writer/key-blocks.ts'
import { KeyTable } from './key-table.ts'

const generationEntries = 16_384

/** Which entries with a key are wanted: the last ones. Those before them cost nothing. */
export interface EntryRange {
  /** At most so many. Default: no limit. */
  readonly most?: number | undefined
  /** From this sequence on. Default 0. */
  readonly from?: number | undefined
}

/**
 * The entries that are not settled yet, see `Settler`, found by their keys: the rows of the table `recent` in memory.
 * There are at most some 130,000 of them, which take 8 MiB.
 */
export class RecentEntries {
  #generations: Generation[] = []

  /** Sequence of the first of them. */
  get first(): number | undefined {
    return this.#generations[0]?.first
  }

  /** The sequence that the next block begins with, if none is missed. */
  get end(): number {
    return this.#generations.at(-1)?.end ?? 0
  }

  /** Forgets entries that are settled: those before a sequence. */
  forgetBefore(first: number): void {
    this.#generations = this.#generations.filter(({ end }) => end > first)
  }

  /**
   * Takes a block of entries.
   *
   * @throws EctError `ECT_LEDGER_DAMAGED` for a row that is none
   */
  add(row: Row): void {
    const first = numberIn(row, 'first')
    const keys = keysInBlock(row.keys)
    if (keys === undefined) throw damaged('recent')
    for (const at of keys.task.keys()) {
      let generation = this.#generations.at(-1)
      if (generation?.end !== first + at || generation.isFull) {
        generation = new Generation(first + at)
        this.#generations.push(generation)
      }
      generation.add(keys.task[at] ?? 0, keys.workflow[at] ?? 0, keys.token[at] ?? 0)
    }
  }

  /**
   * The entries with a key, in order of sequence.
   *
   * @param range default: all
   */
  withKey(index: IndexName, key: number, range: EntryRange = {}): readonly number[] {
    const { most = Number.POSITIVE_INFINITY, from = 0 } = range
    const found: number[] = []
    for (const generation of this.#generations.toReversed()) {
      for (const sequence of generation.withKey(index, key)) {
        if (found.length >= most || sequence < from) return found.reverse()
        found.push(sequence)
      }
    }
    return found.reverse()
  }

  /** The entries of a task in a workflow, by the keys of both. */
  inScope(task: number, workflow: number): readonly number[] {
    return this.#generations.flatMap((generation) => [...generation.inScope(task, workflow)].reverse())
  }

  /** The keys of an entry; `undefined` when it is not here. */
  keysOf(sequence: number): Readonly<Record<IndexName, number>> | undefined {
    const generation = this.#generations.find(({ first, end }) => sequence >= first && sequence < end)
    return generation?.keysOf(sequence)
  }
}

class Generation {
  readonly first: number
  #size = 0
  readonly #tables = {
    task: new KeyTable(generationEntries),
    workflow: new KeyTable(generationEntries),
    token: new KeyTable(generationEntries),
  }
  /** By task and workflow: however many records of one task id there are, one of a workflow is found at once. */
  readonly #scopes = new KeyTable(generationEntries)

  constructor(first: number) {
    this.first = first
  }

  get end(): number {
    return this.first + this.#size
  }

  get isFull(): boolean {
    return this.#size === generationEntries
  }

  add(task: number, workflow: number, token: number): void {
    this.#tables.task.add(task)
    this.#tables.workflow.add(workflow)
    this.#tables.token.add(token)
    this.#scopes.add(task + workflow)
    this.#size += 1
  }

  /** The last one first. */
  *withKey(index: IndexName, key: number): Generator<number> {
    for (const at of this.#tables[index].find(key)) yield this.first + at
  }

  /** The last one first. Other pairs may have the same sum, and one can be made to. */
  *inScope(task: number, workflow: number): Generator<number> {
    for (const at of this.#scopes.find(task + workflow)) {
      if (this.#tables.task.keys[at] === task) yield this.first + at
    }
  }

  keysOf(sequence: number): Record<IndexName, number> {
    const [task, workflow, token] = indexNames.map((index) => this.#tables[index].keys[sequence - this.first] ?? 0)
    return { task: task ?? 0, workflow: workflow ?? 0, token: token ?? 0 }
  }
}
