import { describe, expect, it } from 'vitest'
import { errorCodes } from '../src/error-code-facts.ts'

const rows = Object.entries(errorCodes)
const places = [
  'FIELD',
  'TOKEN',
  'HEADER',
  'CLAIM',
  'KEY',
  'SIGNATURE',
  'TIME',
  'PARTY',
  'REPLAY',
  'DAG',
  'LEDGER',
  'PROOF',
  'CHECKPOINT',
  'WITNESS',
]
const statusOtherThan403 = {
  ECT_FIELD_SYNTAX: 400,
  ECT_FIELD_COUNT: 431,
  ECT_FIELD_SIZE: 431,
  ECT_FIELD_BODY_SIZE: 413,
  ECT_FIELD_MISSING: 400,
  ECT_KEY_UNAVAILABLE: 503,
  ECT_SIGNATURE_DER: 500,
  ECT_SIGNATURE_SIGNER: 500,
  ECT_REPLAY_CAPACITY: 503,
  ECT_REPLAY_UNAVAILABLE: 503,
  ECT_LEDGER_CAPACITY: 503,
  ECT_LEDGER_UNAVAILABLE: 503,
  ECT_LEDGER_DAMAGED: 503,
  ECT_LEDGER_LOCKED: 503,
  ECT_LEDGER_READ_ONLY: 503,
  ECT_LEDGER_DISK_FULL: 503,
  ECT_LEDGER_ROLLED_BACK: 503,
  ECT_LEDGER_FORMAT: 503,
  ECT_LEDGER_EXISTS: 503,
  ECT_WITNESS_UNAVAILABLE: 503,
  ECT_WITNESS_ANSWER: 503,
  ECT_WITNESS_LOG_UNKNOWN: 503,
  ECT_WITNESS_LOG_KEY: 503,
  ECT_WITNESS_COSIGNATURE: 503,
  ECT_WITNESS_INCONSISTENT: 503,
  ECT_WITNESS_AHEAD: 503,
  ECT_WITNESS_BUSY: 503,
  ECT_WITNESS_STATE: 503,
  ECT_WITNESS_LOCKED: 503,
}

describe('the table of codes', () => {
  it('[ERROR-CODE] names every code after its place and its fact', () => {
    const named = new RegExp(`^ECT_(?:${places.join('|')})(?:_[A-Z0-9]+)+$`)
    expect(rows.map(([code]) => code).filter((code) => !named.test(code))).toEqual([])
  })

  it.each(rows)('[ERROR-CODE] says section, meaning and remedy of %s in sentences', (_code, facts) => {
    expect(facts.section).toMatch(/^[4-9](?:\.[0-9])?$/)
    expect(facts.meaning).toMatch(/^\S.+\.$/)
    expect(facts.remedy).toMatch(/^\S.+\S$/)
  })

  it('[HTTP-STATUS] answers a malformed field with 400, sizes with 413 and 431, what is not available with 503', () => {
    const others = rows.filter(([, facts]) => facts.status !== 403).map(([code, facts]) => [code, facts.status])
    expect(Object.fromEntries(others)).toEqual(statusOtherThan403)
  })
})
