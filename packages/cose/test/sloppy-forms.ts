import { type CborValue, isCborList } from '../src/cbor-value.ts'

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))

/** The head of an item in the shortest form, and in all longer ones. */
function heads(major: number, value: number): readonly Uint8Array[] {
  const short = value < 24 ? [Uint8Array.of((major << 5) | value)] : []
  const long = [0, 1, 2, 3]
    .filter((size) => size === 3 || value < 2 ** (8 << size))
    .map((size) => {
      const digits = value.toString(16).padStart(2 << size, '0')
      return join(Uint8Array.of((major << 5) | (24 + size)), Buffer.from(digits, 'hex'))
    })
  return [...short, ...long]
}

/** An item of indefinite length. */
function indefinite(major: number, content: readonly Uint8Array[]): Uint8Array {
  return join(Uint8Array.of((major << 5) | 31), ...content, Uint8Array.of(0xff))
}

/** The first is the one form of a value; in each of the others one item in it is written differently. */
function forms(value: CborValue): readonly Uint8Array[] {
  if (value === null) return [Uint8Array.of(0xf6)]
  if (typeof value === 'boolean') return [Uint8Array.of(value ? 0xf5 : 0xf4)]
  if (typeof value === 'number') return value < 0 ? heads(1, -1 - value) : heads(0, value)
  if (typeof value === 'string') return ofBytes(3, Buffer.from(value))
  if (value instanceof Uint8Array) return ofBytes(2, value)
  if (isCborList(value)) return ofMembers(4, value.length, value.map(forms))
  const pairs = [...value].map(([key, member]) => [forms(key), forms(member)] as const)
  pairs.sort(([[one]], [[other]]) => Buffer.compare(one ?? Buffer.of(), other ?? Buffer.of()))
  const inOrder = ofMembers(5, pairs.length, pairs.flat())
  if (pairs.length < 2) return inOrder
  const [head = Buffer.of()] = heads(5, pairs.length)
  return [...inOrder, join(head, ...pairs.toReversed().flatMap((pair) => pair.map(([first = Buffer.of()]) => first)))]
}

function ofBytes(major: number, content: Uint8Array): readonly Uint8Array[] {
  const definite = heads(major, content.length).map((head) => join(head, content))
  const [whole = Buffer.of()] = definite
  return [
    ...definite,
    indefinite(major, [whole]),
    indefinite(major, content.length === 0 ? [] : [whole, Uint8Array.of(major << 5)]),
  ]
}

function ofMembers(major: number, count: number, members: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] {
  const firsts = members.map(([first = Buffer.of()]) => first)
  const inside = members.flatMap((others, at) =>
    others.slice(1).map((other) => join(heads(major, count)[0] ?? Buffer.of(), ...firsts.with(at, other))),
  )
  return [...heads(major, count).map((head) => join(head, ...firsts)), ...inside, indefinite(major, firsts)]
}

/** Every way to write a value that differs in one place from its one form. */
export function sloppyForms(value: CborValue): readonly Uint8Array[] {
  return forms(value).slice(1)
}
