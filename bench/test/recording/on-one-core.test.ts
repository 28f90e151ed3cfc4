import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { onOneCore } from '../../src/recording/on-one-core.ts'

it('on one core while it runs, and on all of them afterwards, also after a failure', async () => {
  const before = availableParallelism()
  const during = await onOneCore(async (isPinned) => (isPinned ? availableParallelism() : 1))
  expect(during).toBe(1)
  await expect(onOneCore(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(availableParallelism()).toBe(before)
})
