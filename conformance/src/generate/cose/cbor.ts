/** CBOR by hand, where the form matters and not only the value. */

/** A piece of CBOR that is written as it is. */
export interface Encoded {
  readonly encoded: Uint8Array
}

/** What {@link cbor} writes. Numbers and bigints are integers. */
export type Item = number | bigint | string | boolean | null | Uint8Array | Encoded | readonly Item[]

/** A key and its value. */
export type Pair = readonly [key: Item, value: Item]

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))

/** Bytes written in hexadecimal, white space aside. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'))
}

/** Marks bytes to be written as they are: `raw(hex('1801'))` is the number 1 in a longer form. */
export function raw(...parts: readonly Uint8Array[]): Encoded {
  return { encoded: join(...parts) }
}

/** The first bytes of an item: its major type and its number or length, in the shortest form. */
export function head(major: number, value: number | bigint): Uint8Array {
  const number = BigInt(value)
  if (number < 24n) return Uint8Array.of((major << 5) | Number(number))
  const size = [0, 1, 2, 3].find((power) => number < 1n << BigInt(8 << power)) ?? 3
  return longHead(major, number, size)
}

/** The same in a form of 1, 2, 4 or 8 further bytes: `size` 0 to 3. */
export function longHead(major: number, value: number | bigint, size: number): Uint8Array {
  const digits = BigInt(value)
    .toString(16)
    .padStart(2 << size, '0')
  return join(Uint8Array.of((major << 5) | (24 + size)), hex(digits))
}

/** Writes an item, without regard for anything but the order of what is given. */
export function cbor(item: Item): Uint8Array {
  if (typeof item === 'number' || typeof item === 'bigint') {
    return item < 0 ? head(1, -1n - BigInt(item)) : head(0, item)
  }
  if (typeof item === 'string') return join(head(3, Buffer.byteLength(item)), Buffer.from(item))
  if (item === null) return hex('f6')
  if (typeof item === 'boolean') return hex(item ? 'f5' : 'f4')
  if (item instanceof Uint8Array) return join(head(2, item.length), item)
  if ('encoded' in item) return item.encoded
  return join(head(4, item.length), ...item.map(cbor))
}

/** A map in the order of its pairs. */
export function map(...pairs: readonly Pair[]): Encoded {
  return raw(head(5, pairs.length), ...pairs.flat().map(cbor))
}

/** A map in the order of RFC 8949 section 4.2.1. */
export function sortedMap(pairs: readonly Pair[]): Encoded {
  return map(...pairs.toSorted(([one], [other]) => Buffer.compare(cbor(one), cbor(other))))
}
