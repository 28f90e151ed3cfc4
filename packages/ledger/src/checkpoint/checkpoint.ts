import { EctError } from '@wimse-ect/claims'
import { hashBytes } from '../merkle/tree-hash.ts'
import type { TreeHead } from '../merkle/tree-head.ts'
import { encodeBase64, tryDecodeBase64 } from './base64.ts'
import { tryReadDecimal } from './decimal.ts'
import { type NoteSigner, signatureBy } from './note-signer.ts'
import { formatSignedNote, parseSignedNote, type SignedNote } from './signed-note.ts'

/** A tree head with the name of its log, as a note (C2SP tlog-checkpoint). No signature has been checked. */
export interface Checkpoint extends TreeHead, SignedNote {
  /** Name of the log. */
  readonly origin: string
}

/**
 * Signs a tree head [CHECKPOINT-NOTE]: the promise of the log that it will never show anybody another tree of that
 * size.
 *
 * @param signer of the log; the name of its key is the origin [CHECKPOINT-KEY-NAME]
 * @returns the text of the checkpoint
 * @throws EctError `ECT_SIGNATURE_SIGNER` when the signer returns anything but 64 bytes
 * @throws TypeError for a root that has not 32 bytes, and for the signer of a witness
 */
export async function signCheckpoint({ size, root }: TreeHead, signer: NoteSigner): Promise<string> {
  const { kind, name, id } = signer.key
  if (kind !== 'log') throw new TypeError('a checkpoint is signed with the key of a log')
  if (root.length !== hashBytes || !Number.isSafeInteger(size) || size < 0) throw new TypeError('this is no tree head')
  const text = `${name}\n${size}\n${encodeBase64(root)}\n`
  const signature = await signatureBy(signer, text)
  return formatSignedNote({ text, signatures: [{ name, keyId: id, signature }] })
}

/**
 * Reads a checkpoint in its one form: origin, size without leading zeros, root in canonical base64, then perhaps
 * extension lines, none of them empty. Sizes go up to 2^53-1.
 *
 * @throws EctError `ECT_CHECKPOINT_FORMAT`
 */
export function parseCheckpoint(note: string): Checkpoint {
  const { text, signatures } = parseSignedNote(note)
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', sizeLine = '', rootLine = ''] = lines
  const size = tryReadDecimal(sizeLine)
  const root = tryDecodeBase64(rootLine)
  if (size === undefined || root?.length !== hashBytes || lines.includes('')) {
    throw new EctError('ECT_CHECKPOINT_FORMAT')
  }
  return { origin, size, root, text, signatures }
}
