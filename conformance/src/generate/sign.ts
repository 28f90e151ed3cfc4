/** Signatures that come out the same on every run: RFC 6979 for ECDSA, Ed25519 as it is, and RSA-PSS with a fixed salt. */
import { constants, createHash, createPrivateKey, privateEncrypt } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { nistCurves, type TestKey } from './test-keys.ts'

/**
 * Signs with the algorithm that belongs to the key's kind (ES256, ES384, ES512, Ed25519, PS256).
 *
 * `entropy` (32 bytes) gives another valid ECDSA signature of the same input.
 */
export function sign(key: TestKey, input: Uint8Array, entropy?: Uint8Array): Uint8Array {
  if (key.kind === 'RSA') return signPss(key, input)
  if (key.kind === 'Ed25519') return ed25519.sign(input, key.secret)
  const options = entropy === undefined ? { lowS: false } : { lowS: false, extraEntropy: entropy }
  return nistCurves[key.kind].sign(input, key.secret, options)
}

/** The other valid value of s: n - s. Turns a low s into a high one and back. */
export function flipS(signature: Uint8Array): Uint8Array {
  const order = nistCurves['P-256'].Point.CURVE().n
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  return Uint8Array.from([...signature.subarray(0, 32), ...numberBytes(order - s)])
}

/** Whether s of a P-256 signature is in the upper half. */
export function hasHighS(signature: Uint8Array): boolean {
  const order = nistCurves['P-256'].Point.CURVE().n
  return BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`) > order / 2n
}

/** 32 big-endian bytes of a number. */
export function numberBytes(value: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
}

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** RFC 8017 9.1.1 with SHA-256, a salt of 32 bytes that never changes, and a modulus of 2048 bits. */
function signPss(key: TestKey, input: Uint8Array): Uint8Array {
  const salt = sha256(Buffer.from('wimse-ect conformance, test only: fixed salt'))
  const digest = sha256(new Uint8Array(8), sha256(input), salt)
  const block = Buffer.concat([Buffer.alloc(256 - 32 - 32 - 2), Buffer.from([1]), salt])
  const mask = Buffer.concat(
    Array.from({ length: Math.ceil(block.length / 32) }, (_, index) => sha256(digest, Buffer.from([0, 0, 0, index]))),
  )
  const masked = block.map((byte, index) => byte ^ (mask[index] ?? 0))
  masked[0] = (masked[0] ?? 0) & 0x7f
  const encoded = Buffer.concat([masked, digest, Buffer.from([0xbc])])
  const privateKey = createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' })
  return Uint8Array.from(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded))
}
