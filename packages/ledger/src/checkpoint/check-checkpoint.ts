import { EctError } from '@wimse-ect/claims'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { verifyEd25519 } from './ed25519.ts'
import { type NoteKey, parseVerifierKey } from './note-key.ts'
import { distinctSignaturesBy } from './signed-note.ts'
import { checkWitnesses, type Witnessing, type WitnessPolicy } from './witness-policy.ts'

declare const checked: unique symbol

/** How a checkpoint is checked. */
export interface CheckpointOptions {
  /** Verifier key of the log, `name+id+base64`; its name is the origin that the checkpoint must have. */
  readonly logKey: string
  /** Witnesses that must have cosigned. Default: none, and the signature of the log is enough. */
  readonly witnessPolicy?: WitnessPolicy | undefined
}

/** A checkpoint that the log has signed, and that enough witnesses have cosigned. */
export interface CheckedCheckpoint extends Checkpoint {
  /** Who cosigned it, of the witnesses that the policy names. */
  readonly witnessings: readonly Witnessing[]
  readonly [checked]: true
}

/**
 * Checks a checkpoint [CHECKPOINT-NOTE], with nothing but keys: its form, that it is of this log [CHECKPOINT-KEY-NAME],
 * that the log signed it, and the witnesses [CHECKPOINT-COSIGNATURE]. Lines of unknown keys are ignored, so that keys
 * can change and witnesses join.
 *
 * @param note the text of the checkpoint
 * @throws EctError `ECT_CHECKPOINT_KEY`, `ECT_CHECKPOINT_FORMAT`, `ECT_CHECKPOINT_ORIGIN`, `ECT_CHECKPOINT_SIGNATURE`,
 * `ECT_CHECKPOINT_WITNESSES`, in this order
 * @throws TypeError for a witness policy that cannot be met
 */
export function checkCheckpoint(note: string, { logKey, witnessPolicy }: CheckpointOptions): CheckedCheckpoint {
  const key = parseVerifierKey(logKey, 'log')
  const checkpoint = parseCheckpoint(note)
  if (checkpoint.origin !== key.name) throw new EctError('ECT_CHECKPOINT_ORIGIN')
  if (!isSignedBy(checkpoint, key)) throw new EctError('ECT_CHECKPOINT_SIGNATURE')
  const witnessings = witnessPolicy === undefined ? [] : checkWitnesses(checkpoint, witnessPolicy)
  return { ...checkpoint, witnessings } as CheckedCheckpoint
}

/** Every line that names the log's key has to be right, and there has to be one. */
function isSignedBy(checkpoint: Checkpoint, key: NoteKey): boolean {
  const message = new TextEncoder().encode(checkpoint.text)
  const lines = distinctSignaturesBy(checkpoint, key)
  return lines.length > 0 && lines.every(({ signature }) => verifyEd25519(signature, message, key.publicKey))
}
