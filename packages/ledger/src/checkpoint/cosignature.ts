import { parseCheckpoint } from './checkpoint.ts'
import { tryReadDecimal } from './decimal.ts'
import { ed25519SignatureBytes, verifyEd25519 } from './ed25519.ts'
import type { NoteKey } from './note-key.ts'
import { type NoteSigner, signatureBy } from './note-signer.ts'
import { formatSignedNote } from './signed-note.ts'

const timestampBytes = 8

/**
 * Adds a cosignature to a checkpoint [CHECKPOINT-COSIGNATURE] (C2SP tlog-cosignature, version 1): the statement of a
 * witness that at this time it had seen no larger tree of the log, and none that this one does not contain. The witness
 * has to check that before.
 *
 * @param time seconds since 1970
 * @returns the checkpoint with one more signature line
 * @throws EctError `ECT_CHECKPOINT_FORMAT`, `ECT_SIGNATURE_SIGNER`
 * @throws TypeError for the signer of a log, or a time that is not a whole number, 0 or more
 */
export async function cosignCheckpoint(note: string, signer: NoteSigner, time: number): Promise<string> {
  const { kind, name, id } = signer.key
  if (kind !== 'witness') throw new TypeError('a checkpoint is cosigned with the key of a witness')
  if (!Number.isSafeInteger(time) || time < 0) throw new TypeError('time must be a whole number, 0 or more')
  const { text, signatures } = parseCheckpoint(note)
  const signature = new Uint8Array(timestampBytes + ed25519SignatureBytes)
  new DataView(signature.buffer).setBigUint64(0, BigInt(time))
  signature.set(await signatureBy(signer, cosignedMessage(text, time)), timestampBytes)
  return formatSignedNote({ text, signatures: [...signatures, { name, keyId: id, signature }] })
}

/**
 * The time of a cosignature that belongs to the text of a checkpoint and to a witness, in seconds since 1970;
 * `undefined` when it does not belong, or its time is after 2^53-1.
 */
export function cosignatureTime(text: string, cosignature: Uint8Array, witness: NoteKey): number | undefined {
  if (cosignature.length !== timestampBytes + ed25519SignatureBytes) return undefined
  const seconds = new DataView(cosignature.buffer, cosignature.byteOffset).getBigUint64(0)
  const time = tryReadDecimal(String(seconds))
  if (time === undefined) return undefined
  const message = new TextEncoder().encode(cosignedMessage(text, time))
  return verifyEd25519(cosignature.subarray(timestampBytes), message, witness.publicKey) ? time : undefined
}

function cosignedMessage(text: string, time: number): string {
  return `cosignature/v1\ntime ${time}\n${text}`
}
