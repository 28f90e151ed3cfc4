const [dash, zero, nine] = [0x2d, 0x30, 0x39]
/** What the character codes of a to f are more than the digits they stand for. */
const letters = 0x61 - 10

/** How the elements of an array are written; `oid` is PostgreSQL's number for their type. */
interface ElementType<T> {
  readonly oid: number
  readonly lengthOf: (value: T) => number
  readonly write: (bytes: Buffer, value: T, at: number) => void
}

const int4: ElementType<number> = {
  oid: 23,
  lengthOf: () => 4,
  write: (bytes, value, at) => bytes.writeInt32BE(value, at),
}

const int8: ElementType<number> = {
  oid: 20,
  lengthOf: () => 8,
  write: (bytes, value, at) => {
    const high = Math.floor(value / 2 ** 32)
    bytes.writeInt32BE(high, at)
    bytes.writeUInt32BE(value - high * 2 ** 32, at + 4)
  },
}

const bytea: ElementType<Uint8Array> = {
  oid: 17,
  lengthOf: (value) => value.length,
  write: (bytes, value, at) => bytes.set(value, at),
}

/** UUIDs as `bytea`, in canonical form: digits by hand, which takes a tenth of the time of a Buffer for each. */
const uuid: ElementType<string> = {
  oid: bytea.oid,
  lengthOf: () => 16,
  write: (bytes, value, at) => {
    let [to, high] = [at, -1]
    for (let from = 0; from < value.length; from++) {
      const code = value.charCodeAt(from)
      if (code === dash) continue
      const digit = code > nine ? code - letters : code - zero
      if (high < 0) high = digit
      else {
        bytes[to++] = high * 16 + digit
        high = -1
      }
    }
  },
}

const text: ElementType<string> = {
  oid: 25,
  lengthOf: (value) => Buffer.byteLength(value),
  write: (bytes, value, at) => bytes.write(value, at),
}

/**
 * Arrays as parameters in PostgreSQL's binary format, which the client passes on as they are. As text, every character
 * of every element is looked at for quotes, here and in the server, and bytes are written as digits.
 */
export const binaryArray = {
  int4: (values: readonly (number | null)[]): Buffer => encode(values, int4),
  int8: (values: readonly number[]): Buffer => encode(values, int8),
  bytea: (values: readonly (Uint8Array | null)[]): Buffer => encode(values, bytea),
  /** In canonical form: 16 bytes each. */
  uuid: (values: readonly (string | null)[]): Buffer => encode(values, uuid),
  text: (values: readonly (string | null)[]): Buffer => encode(values, text),
} as const

function encode<T>(values: readonly (T | null)[], { oid, lengthOf, write }: ElementType<T>): Buffer {
  // One dimension, with nulls perhaps, and the place of the first element; an empty array has no dimension.
  const header = values.length === 0 ? [0, 0, oid] : [1, 1, oid, values.length, 1]
  const lengths = values.map((value) => (value === null ? -1 : lengthOf(value)))
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + Math.max(length, 0), 4 * header.length))
  let at = 0
  for (const number of header) at = bytes.writeInt32BE(number, at)
  for (const [place, value] of values.entries()) {
    const length = lengths[place] ?? 0
    at = bytes.writeInt32BE(length, at)
    if (value === null) continue
    write(bytes, value, at)
    at += length
  }
  return bytes
}
