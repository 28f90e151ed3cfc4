import { contentHash, encodeBase64url } from '@wimse-ect/claims'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runningHash as inNode } from '../src/node/running-hash.ts'
import { runningHash } from '../src/running-hash.ts'

it.each([
  ['node:crypto', inNode],
  ['noble', runningHash],
])('[CLAIM-HASH-RAW] a hash that grows with %s is that of all bytes', async (_, make) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (parts) => {
      const hash = make()
      for (const part of parts) hash.update(part)
      const whole = new Uint8Array(parts.flatMap((part) => [...part]))
      expect(`sha-256:${encodeBase64url(hash.digest())}`).toBe(await contentHash(whole))
    }),
  )
})
