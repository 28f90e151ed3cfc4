import { EctError } from '@wimse-ect/claims'
import { encodeBase64 } from './base64.ts'
import { cosignatureTime } from './cosignature.ts'
import { type NoteKey, parseVerifierKey } from './note-key.ts'
import { distinctSignaturesBy, type SignedNote } from './signed-note.ts'

/** Which witnesses must have cosigned a checkpoint before it is accepted: `threshold` of `witnesses`. */
export interface WitnessPolicy {
  /** Verifier keys of the witnesses that are trusted, `name+id+base64`. */
  readonly witnesses: readonly string[]
  /** How many of them must have cosigned; 1 up to the number of witnesses. */
  readonly threshold: number
}

/** That a witness has cosigned. */
export interface Witnessing {
  /** Name of the witness. */
  readonly name: string
  /** Seconds since 1970, by the clock of the witness. */
  readonly time: number
}

/**
 * Checks that enough witnesses have cosigned a checkpoint [CHECKPOINT-COSIGNATURE]. Stops a log that shows its auditors
 * one history and everybody else another. Lines of unknown keys are ignored, every line of a known witness has to be
 * right, and a witness counts once however often it signed.
 *
 * @returns one for each witness that has cosigned, with its latest time
 * @throws EctError `ECT_CHECKPOINT_WITNESSES` when there are too few, `ECT_CHECKPOINT_SIGNATURE` when a line is wrong,
 * `ECT_CHECKPOINT_KEY` for a key that is not a witness's
 * @throws TypeError for a threshold that the witnesses cannot reach or that asks for none, and for a key that stands
 * twice
 */
export function checkWitnesses(checkpoint: SignedNote, policy: WitnessPolicy): readonly Witnessing[] {
  const { threshold } = policy
  const witnesses = policy.witnesses.map((key) => parseVerifierKey(key, 'witness'))
  // Compared as keys: under two names one witness would count for two.
  if (new Set(witnesses.map(({ publicKey }) => encodeBase64(publicKey))).size !== witnesses.length) {
    throw new TypeError('a witness stands twice in the policy')
  }
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > witnesses.length) {
    throw new TypeError('threshold must be a whole number from 1 to the number of witnesses')
  }
  const found = witnesses.flatMap((witness) => witnessingsBy(witness, checkpoint))
  if (found.length < threshold) throw new EctError('ECT_CHECKPOINT_WITNESSES')
  return found
}

function witnessingsBy(witness: NoteKey, checkpoint: SignedNote): Witnessing[] {
  const times = distinctSignaturesBy(checkpoint, witness).map(({ signature }) => {
    const time = cosignatureTime(checkpoint.text, signature, witness)
    if (time === undefined) throw new EctError('ECT_CHECKPOINT_SIGNATURE')
    return time
  })
  return times.length === 0 ? [] : [{ name: witness.name, time: Math.max(...times) }]
}
