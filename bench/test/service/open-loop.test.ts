import { expect, it } from 'vitest'
import { openLoop, percentile } from '../../src/service/open-loop.ts'

it('what is slow does not put off what comes after it, and is timed from when it was due', async () => {
  let running = 0
  let most = 0
  const durations = await openLoop([1, 2, 3, 4], 1000, async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 50))
    running -= 1
  })
  expect(most).toBe(4)
  expect(durations).toHaveLength(4)
  expect(Math.min(...durations)).toBeGreaterThan(0)
})

it('a failure is told to whoever waits for all', async () => {
  const run = (item: number) => (item === 1 ? Promise.reject(new Error('refused')) : Promise.resolve())
  await expect(openLoop([1, 2, 3], 1000, run)).rejects.toThrow('refused')
})

it('a percentile is a duration that was measured, which so many do not exceed', () => {
  const durations = Array.from({ length: 200 }, (_, at) => 200 - at)
  expect([0, 0.5, 0.99, 1].map((share) => percentile(durations, share))).toEqual([1, 100, 198, 200])
  expect(percentile([7], 0.99)).toBe(7)
  expect(() => percentile([], 0.5)).toThrow(TypeError)
})
