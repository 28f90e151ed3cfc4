import { expect, it } from 'vitest'
import { checkInTurns as chosen } from '#check-in-turns'
import { checkInTurns } from '../../src/node/check-in-turns.ts'
import { alice } from '../cast.ts'
import { jobOf } from '../jobs.ts'

it('#check-in-turns is this one on Node', () => {
  expect(chosen).toBe(checkInTurns)
})

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
