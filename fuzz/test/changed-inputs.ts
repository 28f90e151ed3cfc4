import fc from 'fast-check'

/** A change of an input: so many bytes at a place in it, counted from 0 to 1, give way to others. */
interface Change {
  readonly at: number
  readonly removed: number
  readonly inserted: Uint8Array
}

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 40 })),
    inserted: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.string({ maxLength: 8 }).map(bytesOf),
      fc.constantFrom('', '"', '\\', ',', '.', '\n', '\n\n', '0', '-', '{', '}', '=', '\ud800', '\u0000').map(bytesOf),
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

/** Inputs with a few changes, and pieces of one in another. */
export function changedInputs(inputs: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const any = fc.constantFrom(...inputs)
  const joined = fc
    .tuple(any, any, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([one, other, at]) => Uint8Array.of(...upTo(one, at), ...other.subarray(Math.floor(other.length * at))))
  return fc
    .tuple(fc.oneof({ weight: 4, arbitrary: any }, joined), changes)
    .map(([input, all]) => all.reduce(applied, input))
}

function applied(input: Uint8Array, { at, removed, inserted }: Change): Uint8Array {
  const head = upTo(input, at)
  return Uint8Array.of(...head, ...inserted, ...input.subarray(head.length + removed))
}

function upTo(input: Uint8Array, at: number): Uint8Array {
  return input.subarray(0, Math.floor(input.length * at))
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
