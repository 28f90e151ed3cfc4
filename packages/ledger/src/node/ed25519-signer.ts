import { createPrivateKey, sign } from 'node:crypto'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const head = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Signs with Ed25519 (RFC 8032) in Node: the same signatures, in a small part of the time, which whoever waits for a
 * checkpoint waits for too.
 *
 * @param secretKey 32 bytes
 */
export function ed25519Signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([head, secretKey]), format: 'der', type: 'pkcs8' })
  return (message) => new Uint8Array(sign(null, message, key))
}
