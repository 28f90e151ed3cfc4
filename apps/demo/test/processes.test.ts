import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogLine } from '../src/log.ts'
import { Processes } from '../src/processes.ts'
import { Surprise } from '../src/surprise.ts'

let end: AbortController
let lines: LogLine[]
let processes: Processes

beforeEach(() => {
  end = new AbortController()
  lines = []
  processes = new Processes(end, (_, line) => lines.push(line))
})

afterEach(() => processes.stop())

test('a process that dies by itself is a surprise', async () => {
  await processes.start('bob', '../test/fixtures/dying-process.ts')
  await expect(processes.configure('bob', { keys: [], peers: {} })).rejects.toThrow()
  expect(end.signal.reason).toBeInstanceOf(Surprise)
  expect(String(end.signal.reason)).toContain('bob')
})

test('a process that does not register is a surprise', async () => {
  await expect(processes.start('bob', '../test/fixtures/silent-process.ts')).rejects.toThrow(Surprise)
})

test('a process that does not answer in time is a surprise that names it', async () => {
  processes = new Processes(end, () => {}, 100)
  const started = processes.start('bob', '../test/fixtures/mute-process.ts')
  await expect(started).rejects.toThrow(Surprise)
  await expect(started).rejects.toThrow('bob')
})

test('a process that is stopped is none', async () => {
  await processes.start('bob', '../test/fixtures/dying-process.ts')
  await processes.stop()
  expect(end.signal.aborted).toBe(false)
})

test('a process that is ended before the others is none', async () => {
  await processes.start('alice', '../test/fixtures/dying-process.ts')
  await processes.start('bob', '../test/fixtures/dying-process.ts')
  await processes.end('alice')
  expect(end.signal.aborted).toBe(false)
  await expect(processes.configure('bob', { keys: [], peers: {} })).rejects.toThrow()
})

test('a process is called by its name where its URL stood', async () => {
  const { url } = await processes.start('bob', '../test/fixtures/dying-process.ts')
  expect(processes.withNames(`${url}/tasks did not answer`)).toBe('bob/tasks did not answer')
})

test('what a process writes outside its log counts as a failure', async () => {
  await expect(processes.start('bob', '../test/fixtures/silent-process.ts')).rejects.toThrow(Surprise)
  await expect.poll(() => lines).toEqual([{ event: 'failed', text: 'not a log line' }])
  expect(processes.failures()).toEqual(['bob: not a log line'])
})

test('what a process refuses is found in the order of its log', async () => {
  await processes.start('bob', '../test/fixtures/refusing-process.ts')
  expect(await processes.refusal('bob', 1)).toBe('AGENT_POLICY')
  expect(await processes.refusal('bob', 0)).toBe('ECT_KEY_UNKNOWN')
  expect(processes.refusals('bob')).toEqual(['ECT_KEY_UNKNOWN', 'AGENT_POLICY'])
})
