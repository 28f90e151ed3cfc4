import { equal, ok } from 'node:assert/strict'
import { changedKey, changedSignature, signedInputs } from '../properties/signed-input.ts'
import { isJudged, opinionsOn } from '../properties/three-opinions.ts'
import type { Target } from '../target.ts'

/**
 * Signatures and keys [VERIFY-SIGNATURE]: node:crypto, WebCrypto and noble agree on every one that our own checks let
 * pass.
 *
 * The first byte of an input is the algorithm, the second what is done to the key, the third and fourth what is done to
 * the halves of the signature; the rest is what is put there.
 */
export const target: Target = {
  async check([which = 0, ofKey = 0, first = 0, second = 0, ...rest]) {
    const signed = signedInputs[which % signedInputs.length]
    if (signed === undefined) return
    const other = Uint8Array.from(rest)
    const jwk = changedKey(signed, ofKey, other)
    const signature = changedSignature(signed, [first, second], other)
    const opinions = await opinionsOn(jwk, signed.alg, signed.input, signature)
    if (isJudged(jwk, signed.alg, signature)) equal(new Set(opinions).size, 1)
    const isUntouched = jwk === signed.jwk && Buffer.from(signature).equals(signed.signature)
    if (isUntouched) ok(opinions.every((isGood) => isGood))
  },
  seeds: () =>
    signedInputs.flatMap((_, which) =>
      Array.from({ length: 8 ** 3 }, (_, change) =>
        Uint8Array.of(which, change % 8, (change >> 3) % 8, change >> 6, 1, 2, 3),
      ),
    ),
  isCostly: true,
}
