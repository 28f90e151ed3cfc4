import { ed25519 } from '@noble/curves/ed25519.js'
import { EctError } from '@wimse-ect/claims'
import { ed25519Signer } from '#ed25519-signer'
import { encodeBase64 } from './base64.ts'
import { ed25519SignatureBytes } from './ed25519.ts'
import {
  formatVerifierKey,
  hexOf,
  makeNoteKey,
  type NoteKey,
  type NoteKeyKind,
  splitKey,
  typeOfKind,
} from './note-key.ts'

/** Signs for a log or a witness. With a key in a key service, `sign` asks that service for the signature. */
export interface NoteSigner {
  readonly key: NoteKey
  /** The Ed25519 signature (RFC 8032) of a message, 64 bytes. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** A new pair of note keys as text. */
export interface NoteKeyPair {
  /** Secret: `PRIVATE+KEY+name+id+base64`. */
  readonly signerKey: string
  /** To be published: `name+id+base64`. */
  readonly verifierKey: string
}

const secretPrefix = 'PRIVATE+KEY+'

/**
 * Makes the keys of a new log, or of a new witness.
 *
 * @param name of a log its origin, for instance the URL of the log without scheme; see {@link makeNoteKey}
 * @param kind default `'log'`
 * @throws TypeError for a name that no key can have
 */
export function generateNoteKey(name: string, kind: NoteKeyKind = 'log'): NoteKeyPair {
  const { secretKey, publicKey } = ed25519.keygen()
  const key = makeNoteKey(name, kind, publicKey)
  const material = encodeBase64(Uint8Array.of(typeOfKind[kind], ...secretKey))
  return {
    signerKey: `${secretPrefix}${name}+${hexOf(key.id)}+${material}`,
    verifierKey: formatVerifierKey(key),
  }
}

/**
 * The signer that a signer key stands for.
 *
 * @param kind default `'log'`
 * @throws EctError `ECT_CHECKPOINT_KEY` for anything but a signer key of this kind whose id fits
 */
export function noteSigner(signerKey: string, kind: NoteKeyKind = 'log'): NoteSigner {
  if (!signerKey.startsWith(secretPrefix)) throw new EctError('ECT_CHECKPOINT_KEY')
  const { name, id, material } = splitKey(signerKey.slice(secretPrefix.length), kind)
  const key = makeNoteKey(name, kind, ed25519.getPublicKey(material))
  if (key.id !== id) throw new EctError('ECT_CHECKPOINT_KEY')
  return { key, sign: ed25519Signer(material) }
}

/**
 * What a signer answers.
 *
 * @throws EctError `ECT_SIGNATURE_SIGNER` when that has not 64 bytes: key services like to write DER
 */
export async function signatureBy(signer: NoteSigner, message: string): Promise<Uint8Array> {
  const signature = await signer.sign(new TextEncoder().encode(message))
  if (signature.length !== ed25519SignatureBytes) throw new EctError('ECT_SIGNATURE_SIGNER')
  return signature
}
