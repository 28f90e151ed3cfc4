import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { logLedgerEvent } from '../src/ledger-log.ts'
import { parseLogLine } from '../src/log.ts'

let lines: string[]
beforeEach(() => {
  lines = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text).trimEnd())
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

function logged(level: 'info' | 'error', event: string, more: object = {}): readonly object[] {
  lines = []
  logLedgerEvent({ time: '2026-01-01T00:00:00Z', level, event, ...more })
  return lines.map(parseLogLine)
}

test('every token that a ledger refuses is a line with its code, and those it records are one', () => {
  const refused = { ECT_KEY_UNKNOWN: 2, ECT_DAG_CYCLE: 1 }
  expect(logged('info', 'tokens', { appended: 3, duplicates: 0, refused })).toMatchObject([
    { event: 'recorded' },
    { event: 'refused', code: 'ECT_KEY_UNKNOWN' },
    { event: 'refused', code: 'ECT_KEY_UNKNOWN' },
    { event: 'refused', code: 'ECT_DAG_CYCLE' },
  ])
})

test('a request that is refused as a whole is a line with its code, an error is a failure, the rest is nothing', () => {
  expect(logged('info', 'refused', { code: 'ECT_FIELD_SYNTAX' })).toMatchObject([
    { event: 'refused', code: 'ECT_FIELD_SYNTAX' },
  ])
  expect(logged('error', 'failure')).toMatchObject([{ event: 'failed' }])
  expect(logged('info', 'tokens', { appended: 0, duplicates: 1, refused: {} })).toEqual([])
  expect(logged('info', 'request', { status: 200 })).toEqual([])
})
