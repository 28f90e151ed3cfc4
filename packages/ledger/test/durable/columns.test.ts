import { expect, it } from 'vitest'
import { codeOfCheck } from '../../contract/refusal.ts'
import { bytesIn, numberIn, textIn } from '../../src/durable/columns.ts'

it('a column is read as what it is', () => {
  expect([0, 7, 2 ** 53 - 1].map((value) => numberIn({ value }, 'value'))).toEqual([0, 7, 2 ** 53 - 1])
  expect(textIn({ value: '' }, 'value')).toBe('')
  expect(bytesIn({ value: Uint8Array.of(1, 2) }, 'value')).toEqual(Uint8Array.of(1, 2))
})

it('[LEDGER-TAMPER] a column that holds anything else is damage', () => {
  const read = (reader: (row: { value: unknown }, column: string) => unknown, value: unknown): string =>
    codeOfCheck(() => reader({ value }, 'value'))
  for (const value of [-1, 1.5, 2 ** 53, Number.NaN, '7', 7n, null, undefined]) {
    expect(read(numberIn, value)).toBe('ECT_LEDGER_DAMAGED')
  }
  for (const value of [7, null, undefined, new Uint8Array(1)]) expect(read(textIn, value)).toBe('ECT_LEDGER_DAMAGED')
  for (const value of ['', [1], null, undefined]) expect(read(bytesIn, value)).toBe('ECT_LEDGER_DAMAGED')
})

it('[LEDGER-APPEND-ONLY] bytes are copied out of what the client gave', () => {
  const given = Buffer.from([1, 2, 3])
  const bytes = bytesIn({ value: given }, 'value')
  given[0] = 9
  expect([bytes, bytes.constructor]).toEqual([Uint8Array.of(1, 2, 3), Uint8Array])
})
