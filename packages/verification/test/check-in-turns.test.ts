import { expect, it } from 'vitest'
import { checkInTurns } from '../src/check-in-turns.ts'
import { createVerifierPool } from '../src/verifier-pool.ts'
import { makeSignatureCheck } from '../src/verify-signature.ts'
import { alice } from './cast.ts'
import { forged, jobOf } from './jobs.ts'

it('16 are checked at the same time, and answered in the order of the jobs', async () => {
  let waiting = 0
  let most = 0
  const jobs = Array.from({ length: 40 }, (_, n) =>
    jobOf(alice, n, async () => {
      most = Math.max(most, ++waiting)
      await new Promise((resolve) => setTimeout(resolve, n % 5))
      waiting -= 1
      return n % 3 !== 0
    }),
  )
  expect(await checkInTurns(jobs)).toEqual(jobs.map((_, n) => n % 3 !== 0))
  expect(most).toBe(16)
})

it('others have their turn while WebCrypto computes', async () => {
  const check = await makeSignatureCheck(alice.jwk, alice.alg)
  const jobs = Array.from({ length: 64 }, (_, n) => (n % 2 ? jobOf(alice, n, check) : forged(jobOf(alice, n, check))))
  let hadOneTurn = false
  setImmediate(() => {
    hadOneTurn = true
  })
  expect(await checkInTurns(jobs)).toEqual(jobs.map((_, n) => n % 2 === 1))
  expect(hadOneTurn).toBe(true)
})

it('one that fails fails all', async () => {
  const jobs = [jobOf(alice, 0, () => true), jobOf(alice, 1, () => Promise.reject(new RangeError()))]
  await expect(checkInTurns(jobs)).rejects.toThrow(RangeError)
})

it('where there are no threads, a pool has none, checks all the same, and takes the same options', async () => {
  const pool = createVerifierPool({ threads: 3 })
  const answers = await pool.check([1, 2, 3].map((n) => jobOf(alice, n, () => n === 2)))
  expect([answers, pool.threads, await pool.close()]).toEqual([[false, true, false], 0, undefined])
  expect(createVerifierPool().threads).toBe(0)
  expect(() => createVerifierPool({ threads: -1 })).toThrow(TypeError)
})
