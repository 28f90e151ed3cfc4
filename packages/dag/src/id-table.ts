const positions = 128
const codes = 128
const fewestSlots = 8

/**
 * A random number for each character at each position, so that nobody can choose ids that meet in one slot. All tables
 * share them; they are made for the first id and never change.
 */
let randoms: Int32Array | undefined

/** Tabulation hashing. Ids have at most 128 characters, all ASCII; of other texts, more have one hash. */
function hashOf(id: string): number {
  randoms ??= crypto.getRandomValues(new Int32Array(positions * codes))
  let hash = 0
  for (let at = 0; at < id.length; at++) {
    hash ^= randoms[(at & (positions - 1)) * codes + (id.charCodeAt(at) & (codes - 1))] ?? 0
  }
  return hash
}

/**
 * Places in a list by the ids that stand there, as in a `Map<string, number>`, but made for a million ids: then a
 * look-up is nearly all waiting for memory. A `Map` reads about five random places of a heap of hundreds of megabytes
 * to find that an id is new; here that is one byte of a table of two megabytes, and the ids themselves are not read.
 * Open addressing with linear probing, and a byte of each hash apart from the rest.
 * What that brings, and where it does not help: docs/decisions/fast-memory-ledger.md.
 */
export class IdTable {
  readonly #idAt: (place: number) => string
  /** A byte of each slot's hash; 0 where the slot is free. At least half of them are. The length is a power of two. */
  #tags = new Uint8Array(fewestSlots)
  /** Pairs of hash and place. */
  #slots = new Int32Array(2 * fewestSlots)
  #count = 0

  /** @param idAt the id that was added as the n-th, from 0 */
  constructor(idAt: (place: number) => string) {
    this.#idAt = idAt
  }

  /** The place of an id; -1 when it was not added. */
  placeOf(id: string): number {
    const hash = hashOf(id)
    const tag = tagOf(hash)
    const last = this.#tags.length - 1
    let slot = hash & last
    for (let found = this.#tags[slot]; found !== 0; found = this.#tags[slot]) {
      if (found === tag && this.#slots[2 * slot] === hash) {
        const place = this.#slots[2 * slot + 1] ?? 0
        if (this.#idAt(place) === id) return place
      }
      slot = (slot + 1) & last
    }
    return -1
  }

  /** Adds an id that is not there; its place is the number of those before it. */
  add(id: string): void {
    if (2 * (this.#count + 1) > this.#tags.length) this.#grow()
    this.#put(hashOf(id), this.#count)
    this.#count += 1
  }

  #grow(): void {
    const [tags, slots] = [this.#tags, this.#slots]
    this.#tags = new Uint8Array(2 * tags.length)
    this.#slots = new Int32Array(2 * slots.length)
    for (let slot = 0; slot < tags.length; slot++) {
      if (tags[slot] !== 0) this.#put(slots[2 * slot] ?? 0, slots[2 * slot + 1] ?? 0)
    }
  }

  #put(hash: number, place: number): void {
    const last = this.#tags.length - 1
    let slot = hash & last
    while (this.#tags[slot] !== 0) slot = (slot + 1) & last
    this.#tags[slot] = tagOf(hash)
    this.#slots[2 * slot] = hash
    this.#slots[2 * slot + 1] = place
  }
}

/** From the bits that do not choose the slot; never 0. */
function tagOf(hash: number): number {
  return (hash >>> 24) | 1
}
