import { ed25519 } from '@noble/curves/ed25519.js'

/** Length of an Ed25519 signature. */
export const ed25519SignatureBytes = 64

/**
 * True when the signature belongs to message and key. RFC 8032 to the letter: only canonical encodings and no key of
 * small order, so that no second signature passes for the first.
 */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}
