import { afterEach, expect, it, vi } from 'vitest'
import { nextTurn } from '../src/next-turn.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('what was waiting has its turn first', async () => {
  const log: string[] = []
  setImmediate(() => log.push('waiting'))
  await nextTurn()
  expect(log).toEqual(['waiting'])
})

it('where there is no setImmediate, as in browsers, others have their turn too', async () => {
  const log: string[] = []
  vi.stubGlobal('setImmediate', undefined)
  setTimeout(() => log.push('waiting'))
  await nextTurn()
  expect(log).toEqual(['waiting'])
})
