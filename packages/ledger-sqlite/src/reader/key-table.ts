/** Of a hash table of this process: who chooses identifiers cannot know which keys share a place. */
const seed = Math.floor(Math.random() * 2 ** 32) | 1

/** Where keys are in a list of keys: a hash table for numbers, with little memory and nothing to collect. */
export class KeyTable {
  readonly keys: Float64Array
  readonly #heads: Int32Array
  readonly #next: Int32Array
  readonly #mask: number
  #size = 0

  /** @param capacity a power of two */
  constructor(capacity: number) {
    this.keys = new Float64Array(capacity)
    this.#heads = new Int32Array(capacity)
    this.#next = new Int32Array(capacity)
    this.#mask = capacity - 1
  }

  add(key: number): void {
    const place = this.#placeOf(key)
    this.keys[this.#size] = key
    this.#next[this.#size] = this.#heads[place] ?? 0
    this.#size += 1
    this.#heads[place] = this.#size
  }

  /** The places of a key, the last one first. */
  *find(key: number): Generator<number> {
    for (let at = this.#heads[this.#placeOf(key)] ?? 0; at > 0; at = this.#next[at - 1] ?? 0) {
      if (this.keys[at - 1] === key) yield at - 1
    }
  }

  #placeOf(key: number): number {
    return (Math.imul(key % 2 ** 32, seed) >>> 8) & this.#mask
  }
}
