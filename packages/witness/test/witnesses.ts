import { generateNoteKey, type NoteKeyPair, noteSigner } from '@wimse-ect/ledger'
import { createWitness, memoryWitnessState, type Witness, type WitnessOptions } from '../src/index.ts'
import { formatSubmission, type Submission } from '../src/submission.ts'
import { logKeys, type NaiveLog } from './naive-log.ts'

export const witnessKeys: NoteKeyPair = generateNoteKey('witness.example.com/w1', 'witness')
export const otherWitnessKeys: NoteKeyPair = generateNoteKey('witness.example.com/w2', 'witness')

/** What the clock of every witness says, unless a test sets another. */
export const witnessTime = 1_772_000_200

/** A witness of the log of these tests, with a new state in memory. */
export function witnessOf(options: Partial<WitnessOptions> = {}, keys: NoteKeyPair = witnessKeys): Witness {
  return createWitness({
    signer: noteSigner(keys.signerKey, 'witness'),
    logs: [logKeys.verifierKey],
    state: memoryWitnessState(),
    clock: () => witnessTime,
    ...options,
  })
}

/** Sends a body to `add-checkpoint`. */
export function sendBody(witness: Witness, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  return witness(new Request('https://witness.example.com/w1/add-checkpoint', { method: 'POST', body }))
}

/** Submits a checkpoint as a client would, with the right proof. */
export async function submit(
  witness: Witness,
  log: NaiveLog,
  oldSize: number,
  changes: Partial<Submission> = {},
): Promise<Response> {
  return sendBody(witness, await bodyFor(log, oldSize, changes))
}

/** The body of that request. */
export async function bodyFor(log: NaiveLog, oldSize: number, changes: Partial<Submission> = {}): Promise<string> {
  const proof = oldSize > log.size ? [] : await log.consistencyProof(oldSize, log.size)
  return formatSubmission({ oldSize, proof, note: await log.checkpoint(), ...changes })
}

/** Status and body, as two values. */
export async function seen(response: Promise<Response>): Promise<[status: number, body: string]> {
  const { status, text } = await response.then(async (each) => ({ status: each.status, text: await each.text() }))
  return [status, text]
}

/** The status alone. */
export async function statusOf(response: Promise<Response>): Promise<number> {
  return (await response).status
}
