import { deepEqual, equal, ok } from 'node:assert/strict'
import { checkWitnesses, cosignCheckpoint, encodeBase64, formatVerifierKey, parseCheckpoint } from '@wimse-ect/ledger'
import { createWitness, memoryWitnessState } from '@wimse-ect/witness'
import { MemoryLog } from '../../../packages/ledger/src/memory-log.ts'
import { formatSubmission, parseSubmission } from '../../../packages/witness/src/submission.ts'
import { noteSignerOf } from '../properties/keys.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const origin = 'ledger.example.com/audit'
const log = new MemoryLog(noteSignerOf('log-key', origin, 'log'))
const logKey = formatVerifierKey(noteSignerOf('log-key', origin, 'log').key)
const walter = noteSignerOf('walter-key', 'walter.example.com', 'witness')
const policy = { witnesses: [formatVerifierKey(walter.key)], threshold: 1 }
const time = 1_767_225_600
const notes = [await log.checkpoint()]
for (let sequence = 0; sequence < 7; sequence++) {
  log.append(`token.${sequence}.x`)
  notes.push(await log.checkpoint())
}
const [, , , seen = ''] = await Promise.all(notes.map((note) => cosignCheckpoint(note, walter, time)))

/**
 * What is submitted to a witness that has cosigned a tree of three: a submission that is read is written back; the
 * answer has one of the documented statuses; and what is cosigned is a checkpoint of this log, and one that goes on
 * from the tree of three.
 */
export const target: Target = {
  async check(input) {
    const body = textOf(input)
    const submission = parseSubmission(body)
    if (submission !== undefined) equal(formatSubmission(submission), body)
    const state = memoryWitnessState()
    await state.advance(origin, undefined, seen)
    const witness = createWitness({ signer: walter, logs: [logKey], state, clock: () => time })
    const answer = await witness(new Request('http://witness.example/add-checkpoint', { method: 'POST', body }))
    ok([200, 400, 403, 404, 409, 413, 422].includes(answer.status))
    const said = await answer.text()
    if (answer.status !== 200) return
    ok(submission !== undefined && notes.slice(3).includes(submission.note.split('\n\u2014 walter')[0] ?? ''))
    const cosigned = parseCheckpoint(submission.note + said)
    deepEqual(checkWitnesses(cosigned, policy), [{ name: 'walter.example.com', time }])
  },
  seeds: () => submissions,
  words: ['old ', '\n\n', '\n\u2014 ledger.example.com/audit ', encodeBase64(new Uint8Array(32))],
}

const submissions = await Promise.all(
  notes.flatMap((note, size) =>
    [0, 3, 4].map(async (oldSize) => {
      const proof = oldSize <= size ? await log.consistencyProof(oldSize, size) : []
      return formatSubmission({ oldSize, proof, note })
    }),
  ),
)
