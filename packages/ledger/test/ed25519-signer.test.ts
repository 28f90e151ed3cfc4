import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ed25519Signer as portable } from '../src/ed25519-signer.ts'
import { ed25519Signer } from '../src/node/ed25519-signer.ts'

it('[CHECKPOINT-NOTE] Node and the portable signer make the same signature, which verifies', () => {
  const property = fc.property(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.uint8Array({ maxLength: 300 }),
    (secretKey, message) => {
      const signature = ed25519Signer(secretKey)(message)
      expect(signature).toEqual(portable(secretKey)(message))
      expect(ed25519.verify(signature, message, ed25519.getPublicKey(secretKey))).toBe(true)
    },
  )
  fc.assert(property, { numRuns: 20 })
})
