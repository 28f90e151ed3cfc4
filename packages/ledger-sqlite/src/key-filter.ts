const blocks = 2 ** 17
const wordsPerBlock = 16
const half = 2 ** 47
const lowBits = 2 ** 27

/**
 * Says of most keys that are not in the indexes that they are not, without a look-up; of the others, nothing. It has 8
 * MiB however long the log is: 33 bits for each key of a million entries. In a log of very many it says less, and more
 * is looked up. It is nowhere stored.
 *
 * A blocked Bloom filter in memory that two threads share: the one that writes enters what is in the file when it is
 * opened, the one that judges enters what is new. Keys are hashes already, and their bits are taken as they are: 17 choose a
 * block of 64 bytes, 27 more three bits in it.
 */
export class KeyFilter {
  readonly memory: SharedArrayBuffer
  readonly #words: Int32Array
  readonly #isComplete: Int32Array

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4 * (blocks * wordsPerBlock + 1))) {
    this.memory = memory
    this.#words = new Int32Array(memory, 0, blocks * wordsPerBlock)
    this.#isComplete = new Int32Array(memory, 4 * blocks * wordsPerBlock, 1)
  }

  /** False only when the key was never added and all keys of the file have been. */
  mayHave(key: number): boolean {
    if (Atomics.load(this.#isComplete, 0) === 0) return true
    const [block, low] = placeOf(key)
    return this.#has(block, low) && this.#has(block, low >>> 9) && this.#has(block, low >>> 18)
  }

  add(key: number): void {
    const [block, low] = placeOf(key)
    this.#set(block, low)
    this.#set(block, low >>> 9)
    this.#set(block, low >>> 18)
  }

  /** Tells that every key of the file has been added. */
  complete(): void {
    Atomics.store(this.#isComplete, 0, 1)
  }

  /** Both threads do this, also to one word. */
  #set(block: number, bit: number): void {
    Atomics.or(this.#words, block + ((bit & 511) >>> 5), 1 << (bit & 31))
  }

  #has(block: number, bit: number): boolean {
    return ((this.#words[block + ((bit & 511) >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0
  }
}

function placeOf(key: number): readonly [block: number, low: number] {
  const bits = key + half
  return [(Math.floor(bits / lowBits) % blocks) * wordsPerBlock, bits % lowBits]
}
