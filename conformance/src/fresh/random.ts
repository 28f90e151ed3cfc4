import { createHash } from 'node:crypto'

/** Choices that follow from a label alone: the same ones on every machine. */
export interface Random {
  /** 0 to `below` - 1. */
  int(below: number): number
  /** A number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[]
  bytes(count: number): Uint8Array
}

/** Makes the choices of a label: SHA-256 over the label and a counter, 32 bits after the other. */
export function makeRandom(label: string): Random {
  let block = Buffer.alloc(0)
  let at = 0
  let counter = 0
  const word = (): number => {
    if (at === block.length) {
      block = createHash('sha256').update(`${label} ${counter}`).digest()
      counter += 1
      at = 0
    }
    const value = block.readUInt32BE(at)
    at += 4
    return value
  }
  // The remainder favours small numbers by less than one in a million, which is no matter here.
  const int = (below: number): number => (word() * 2 ** 20 + (word() >>> 12)) % below
  const pick = <T>(list: readonly T[]): T => {
    const index = int(list.length)
    if (index >= list.length || !(index in list)) throw new TypeError('nothing to pick from')
    return list[index] as T
  }
  return {
    int,
    pick,
    between: (low, high) => low + int(high - low + 1),
    chance: (percent) => int(100) < percent,
    shuffled: (list) => {
      const rest = [...list]
      const result: (typeof rest)[number][] = []
      while (rest.length > 0) result.push(...rest.splice(int(rest.length), 1))
      return result
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => int(256)),
  }
}
