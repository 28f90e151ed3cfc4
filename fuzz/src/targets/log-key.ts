import { equal } from 'node:assert/strict'
import { loadCases } from '@wimse-ect/conformance'
import { formatVerifierKey, type NoteKeyKind, noteSigner, parseVerifierKey } from '@wimse-ect/ledger'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

// Of thirty-two bytes of seven; it belongs to nobody.
const signerKey = 'PRIVATE+KEY+log.example.com+4a66a772+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH'

/** Keys of logs and witnesses as text: what is read is written back. */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    for (const kind of ['log', 'witness'] as const satisfies readonly NoteKeyKind[]) {
      const key = outcomeOf(() => parseVerifierKey(text, kind))
      if (key.ok) equal(formatVerifierKey(key.value), text)
      const signer = outcomeOf(() => noteSigner(text, kind))
      if (signer.ok) equal(signer.value.key.name, text.split('+')[2])
    }
  },
  seeds: () => [
    signerKey,
    ...new Set(
      loadCases('checkpoint').flatMap(({ logKey, witnessPolicy }) => [logKey, ...(witnessPolicy?.witnesses ?? [])]),
    ),
  ],
  words: ['PRIVATE+KEY+', '+'],
}
