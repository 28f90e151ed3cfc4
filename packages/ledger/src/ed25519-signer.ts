import { ed25519 } from '@noble/curves/ed25519.js'

/**
 * Signs with Ed25519 (RFC 8032) without Node, for browsers and workers.
 *
 * @param secretKey 32 bytes
 */
export function ed25519Signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  return (message) => ed25519.sign(message, secretKey)
}
