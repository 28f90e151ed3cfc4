import fc from 'fast-check'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { createFileWitnessState, type FileWitnessState, openFileWitnessState } from '../src/node/index.ts'
import { entriesOf, logOf } from './naive-log.ts'
import { seen, submit, witnessOf } from './witnesses.ts'

const common = 4
const largest = 12

interface Attempt {
  readonly history: string
  readonly size: number
  /** What is added to the size that the witness cosigned last. */
  readonly offBy: number
  readonly isProofRight: boolean
  readonly restart: boolean
}

const attempts = fc.array(
  fc.record<Attempt>({
    history: fc.constantFrom('honest', 'honest', 'forked'),
    size: fc.nat(largest),
    offBy: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -largest, max: largest })),
    isProofRight: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    restart: fc.boolean(),
  }),
  { maxLength: 20 },
)

/** What a witness owes, without trees and proofs: it knows every entry that it cosigned. */
function expected(attempt: Attempt, oldSize: number, cosigned: readonly string[]): [status: number, size: number] {
  const entries = entriesOf(attempt.size, attempt.history, common)
  if (oldSize > attempt.size) return [400, cosigned.length]
  if (oldSize !== cosigned.length) return [409, cosigned.length]
  const isPrefix = cosigned.every((entry, at) => entries[at] === entry)
  return [isPrefix && attempt.isProofRight ? 200 : 422, cosigned.length]
}

it('[PROOF-CONSISTENCY] whatever it is asked, however often it starts again, it cosigns one history', async () => {
  await fc.assert(
    fc.asyncProperty(attempts, async (sequence) => {
      const folder = temporaryFolder()
      const file = folder.path('state')
      let state: FileWitnessState = await createFileWitnessState(file)
      try {
        let cosigned: readonly string[] = []
        for (const attempt of sequence) {
          if (attempt.restart) {
            await state.close()
            state = await openFileWitnessState(file)
          }
          const oldSize = Math.max(0, cosigned.length + attempt.offBy)
          const log = logOf(attempt.size, attempt.history, common)
          const proof = oldSize > log.size ? [] : await log.consistencyProof(oldSize, log.size)
          const changes = attempt.isProofRight ? {} : { proof: [...proof, new Uint8Array(32)] }
          const [status, body] = await seen(submit(witnessOf({ state }), log, oldSize, changes))
          const [expectedStatus, size] = expected(attempt, oldSize, cosigned)
          expect(status).toBe(expectedStatus)
          if (status === 409) expect(body).toBe(`${size}\n`)
          if (status === 200) cosigned = entriesOf(attempt.size, attempt.history, common)
        }
      } finally {
        await state.close()
        folder.remove()
      }
    }),
    { numRuns: 150 },
  )
})
