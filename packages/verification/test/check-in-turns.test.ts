import { expect, it } from 'vitest'
import { checkInTurns } from '../src/check-in-turns.ts'
import { createVerifierPool } from '../src/verifier-pool.ts'
import { alice } from './cast.ts'
import { jobOf } from './jobs.ts'

it('answers in the order of the jobs, and others have their turn after 16 of them', async () => {
  const log: (number | string)[] = []
  const jobs = Array.from({ length: 33 }, (_, n) =>
    jobOf(alice, n, () => {
      if (n % 16 === 0) setImmediate(() => log.push('turn'))
      return log.push(n) > 0 && n % 3 !== 0
    }),
  )
  expect(await checkInTurns(jobs)).toEqual(jobs.map((_, n) => n % 3 !== 0))
  const turn = (first: number) => Array.from({ length: 16 }, (_, n) => first + n)
  expect(log).toEqual([...turn(0), 'turn', ...turn(16), 'turn', 32])
})

it('16 are checked without a turn of others before, between or after', async () => {
  let turns = 0
  setImmediate(() => turns++)
  expect(await checkInTurns(Array.from({ length: 16 }, (_, n) => jobOf(alice, n, () => true)))).toHaveLength(16)
  expect(turns).toBe(0)
})

it('where a check waits, those of a turn wait together', async () => {
  let waiting = 0
  let most = 0
  const jobs = Array.from({ length: 20 }, (_, n) =>
    jobOf(alice, n, async () => {
      most = Math.max(most, ++waiting)
      await new Promise((resolve) => setTimeout(resolve, 1))
      waiting -= 1
      return true
    }),
  )
  expect(await checkInTurns(jobs)).toEqual(jobs.map(() => true))
  expect(most).toBe(16)
})

it('where there are no threads, a pool has none, checks all the same, and takes the same options', async () => {
  const pool = createVerifierPool({ threads: 3 })
  const answers = await pool.check([1, 2, 3].map((n) => jobOf(alice, n, () => n === 2)))
  expect([answers, pool.threads, await pool.close()]).toEqual([[false, true, false], 0, undefined])
  expect(createVerifierPool().threads).toBe(0)
  expect(() => createVerifierPool({ threads: -1 })).toThrow(TypeError)
})
