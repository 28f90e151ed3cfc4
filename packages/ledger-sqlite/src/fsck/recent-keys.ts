import { numberIn, type Row } from '@wimse-ect/ledger/durable'
import { blockIn, type IndexName, keyBytesOfEntry, keysAt } from '../writer/key-blocks.ts'

interface Block {
  readonly first: number
  readonly keys: Buffer
}

/** The keys of the entries that are not settled yet, as `fsck` finds them: by sequence, read where they lie. */
export class RecentKeys {
  readonly #blocks: Block[] = []
  #isSound = true

  /** @param readRows those of the table `recent`, in order; what comes after one that is none is not looked at */
  constructor(readRows: () => readonly Row[]) {
    try {
      for (const row of readRows()) if (!this.#add(row)) return
    } catch {
      this.#isSound = false
    }
  }

  /** False when a row is none, or when they do not follow one another. */
  get isSound(): boolean {
    return this.#isSound
  }

  /** Sequence of the first of them. */
  get first(): number | undefined {
    return this.#blocks[0]?.first
  }

  /** The sequence after the last of them. */
  get end(): number {
    const last = this.#blocks.at(-1)
    return last === undefined ? 0 : last.first + last.keys.length / keyBytesOfEntry
  }

  /** The rows as far as they are some. */
  get rows(): readonly Row[] {
    return this.#blocks.map(({ first, keys }) => ({ first, keys }))
  }

  /** The keys of an entry; `undefined` when it is not here. */
  keysOf(sequence: number): Readonly<Record<IndexName, number>> | undefined {
    let [from, to] = [0, this.#blocks.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#blocks[middle]?.first ?? 0) <= sequence) from = middle + 1
      else to = middle
    }
    const block = this.#blocks[from - 1]
    const at = block === undefined ? -1 : sequence - block.first
    return block !== undefined && at < block.keys.length / keyBytesOfEntry ? keysAt(block.keys, at) : undefined
  }

  #add(row: Row): boolean {
    const first = numberIn(row, 'first')
    const keys = blockIn(row.keys)
    if (keys === undefined || (this.#blocks.length > 0 && first !== this.end)) this.#isSound = false
    if (keys !== undefined) this.#blocks.push({ first, keys })
    return keys !== undefined
  }
}
