import { equal, ok } from 'node:assert/strict'
import { decodeEntryBundle, encodeEntryBundle } from '@wimse-ect/ledger'
import { outcomeOf } from '../properties/outcome.ts'
import type { Target } from '../target.ts'

/** Bundles of entries [LEDGER-TILES]: what is read is written back. The first byte says how many are expected. */
export const target: Target = {
  check(input) {
    const width = (input[0] ?? 0) + 1
    const bundle = input.subarray(1)
    const outcome = outcomeOf(() => decodeEntryBundle(bundle, width))
    if (!outcome.ok) return
    equal(outcome.value.length, width)
    ok(Buffer.from(encodeEntryBundle(outcome.value)).equals(bundle))
  },
  seeds: () =>
    [1, 2, 3, 256].map((width) => {
      const entries = Array.from({ length: width }, (_, at) => 'x'.repeat(at % 5))
      return Uint8Array.of(width - 1, ...encodeEntryBundle(entries))
    }),
}
