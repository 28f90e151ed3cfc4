import { expect, test } from 'vitest'
import { startDemo } from './start-demo.ts'

test('a process that still has something to do ends with the exit code, and what it printed is out', async () => {
  const { code, stdout, stderr } = await startDemo([], './fixtures/busy-program.ts').ended
  expect(code).toBe(3)
  expect([stdout.length, stderr.length]).toEqual([1_000_000, 1_000_000])
})
