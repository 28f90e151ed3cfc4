import { equal, ok } from 'node:assert/strict'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { derToJoseSignature, type EcdsaAlgorithm } from '@wimse-ect/signing'
import { joseToDer } from '../../../packages/verification/src/node/jose-to-der.ts'
import { outcomeOf } from '../properties/outcome.ts'
import type { Target } from '../target.ts'

const curves = { ES256: p256, ES384: p384, ES512: p521 } as const

/**
 * Signatures in DER: what is accepted writes back to the same bytes, so one signature has one form; noble, which is
 * strict too, accepts the same ones with the same numbers; and every pair of numbers that fits comes back from DER.
 */
export const target: Target = {
  check(input) {
    for (const [alg, curve] of Object.entries(curves) as [EcdsaAlgorithm, typeof p256][]) {
      const outcome = outcomeOf(() => derToJoseSignature(input, alg))
      const second = tryRead(() => curve.Signature.fromBytes(input, 'der').toBytes('compact'))
      equal(outcome.ok, second !== undefined)
      if (outcome.ok) {
        ok(second !== undefined && Buffer.from(outcome.value).equals(second))
        ok(Buffer.from(joseToDer(outcome.value)).equals(input))
      }
      const pair = tryRead(() => curve.Signature.fromBytes(input, 'compact').toBytes('compact'))
      if (pair !== undefined) ok(Buffer.from(derToJoseSignature(joseToDer(pair), alg)).equals(pair))
    }
  },
  seeds: () =>
    Object.values(curves).flatMap((curve) => {
      const { secretKey } = curve.keygen(new Uint8Array(curve.lengths.seed ?? 0).fill(7))
      const signature = curve.sign(new Uint8Array(4), secretKey, { lowS: false })
      return [signature, joseToDer(signature), joseToDer(new Uint8Array(signature.length).fill(1))]
    }),
}

function tryRead(read: () => Uint8Array): Uint8Array | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
