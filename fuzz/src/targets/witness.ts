import { deepEqual, equal, ok } from 'node:assert/strict'
import { checkWitnesses, cosignCheckpoint, encodeBase64, formatVerifierKey, parseCheckpoint } from '@wimse-ect/ledger'
import { createWitness, memoryWitnessState } from '@wimse-ect/witness'
import { MemoryLog } from '../../../packages/ledger/src/memory-log.ts'
import { formatSubmission, parseSubmission } from '../../../packages/witness/src/submission.ts'
import { noteSignerOf } from '../properties/keys.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const origin = 'ledger.example.com/audit'
const signer = noteSignerOf('log-key', origin, 'log')
const walter = noteSignerOf('walter-key', 'walter.example.com', 'witness')
const logs = [formatVerifierKey(signer.key)]
const policy = { witnesses: [formatVerifierKey(walter.key)], threshold: 1 }
const time = 1_767_225_600
/** How many entries the tree has that the witness has cosigned. */
const cosignedSize = 3
const history = await grow('token')
const fork = await grow('forged')
const cosigned = await cosignCheckpoint(history.notes[cosignedSize] ?? '', walter, time)

/** A log, and its checkpoint at every size. */
async function grow(token: string): Promise<{ readonly log: MemoryLog; readonly notes: readonly string[] }> {
  const log = new MemoryLog(signer)
  const notes = [await log.checkpoint()]
  while (notes.length < 8) {
    log.append(`${token}.${notes.length}.x`)
    notes.push(await log.checkpoint())
  }
  return { log, notes }
}

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
    await state.advance(origin, undefined, cosigned)
    const witness = createWitness({ signer: walter, logs, state, clock: () => time })
    const answer = await witness(new Request('http://witness.example/add-checkpoint', { method: 'POST', body }))
    ok([200, 400, 403, 404, 409, 413, 422].includes(answer.status))
    const said = await answer.text()
    if (answer.status !== 200) return
    ok(submission !== undefined && isContinued(submission.note))
    deepEqual(checkWitnesses(parseCheckpoint(submission.note + said), policy), [{ name: 'walter.example.com', time }])
  },
  seeds: () => submissions,
  words: ['old ', '\n\n', '\n\u2014 ledger.example.com/audit ', encodeBase64(new Uint8Array(32))],
}

/** True for a checkpoint of the history that was cosigned, at that size or later. */
function isContinued(note: string): boolean {
  const text = (each: string): string => each.slice(0, each.indexOf('\n\n'))
  return history.notes.slice(cosignedSize).map(text).includes(text(note))
}

/** From each of three sizes to every size, of the history and of a fork. */
const submissions = await Promise.all(
  [history, fork].flatMap(({ log, notes }) =>
    notes.flatMap((note, size) =>
      [0, cosignedSize, 4].map(async (oldSize) => {
        const proof = oldSize <= size ? await log.consistencyProof(oldSize, size) : []
        return formatSubmission({ oldSize, proof, note })
      }),
    ),
  ),
)
