import { deepEqual, ok } from 'node:assert/strict'
import { loadCases } from '@wimse-ect/conformance'
import { checkWitnesses, cosignCheckpoint, formatVerifierKey, parseCheckpoint } from '@wimse-ect/ledger'
import { noteSignerOf } from '../properties/keys.ts'
import { outcomeOf, outcomeOfAsync } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const walter = noteSignerOf('walter-key', 'walter.example.com', 'witness')
const policy = { witnesses: [formatVerifierKey(walter.key)], threshold: 1 }
const cases = loadCases('checkpoint').filter(({ witnessPolicy }) => witnessPolicy !== undefined)
/** What walter has ever said. */
const statements = new Set(cases.flatMap(({ checkpoint }) => witnessed(checkpoint)))

/**
 * Cosignatures [CHECKPOINT-COSIGNATURE]: only what the witness has said is accepted, with the time at which he said it;
 * and what he says of any checkpoint at any time is read as that. The first eight bytes of an input are a time.
 */
export const target: Target = {
  async check(input) {
    for (const statement of witnessed(textOf(input))) ok(statements.has(statement))
    const time = Number(
      new DataView(Uint8Array.from({ length: 8 }, (_, at) => input[at] ?? 0).buffer).getBigUint64(0) >> 11n,
    )
    const note = textOf(input.subarray(8))
    const cosigned = await outcomeOfAsync(() => cosignCheckpoint(note, walter, time))
    if (!cosigned.ok) return
    const before = outcomeOf(() => checkWitnesses(parseCheckpoint(note), policy))
    const after = outcomeOf(() => checkWitnesses(parseCheckpoint(cosigned.value), policy))
    if (!before.ok && before.error.code === 'ECT_CHECKPOINT_WITNESSES' && after.ok) {
      deepEqual(after.value, [{ name: 'walter.example.com', time }])
    }
  },
  seeds: () => cases.flatMap(({ checkpoint }) => [checkpoint, `\0\0\0\0\0\0\u0001\0${checkpoint}`]),
  words: ['\n\u2014 walter.example.com '],
}

/** What walter says in a note, as far as it is accepted: which text, and when. */
function witnessed(note: string): readonly string[] {
  const outcome = outcomeOf(() => {
    const checkpoint = parseCheckpoint(note)
    return checkWitnesses(checkpoint, policy).map(({ time }) => `${time} ${checkpoint.text}`)
  })
  return outcome.ok ? outcome.value : []
}
