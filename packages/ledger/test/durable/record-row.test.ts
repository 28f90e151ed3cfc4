import { expect, it } from 'vitest'
import { codeOfCheck, refusalOfCheck } from '../../contract/refusal.ts'
import { signedToken, uuid } from '../../contract/tokens.ts'
import type { Row } from '../../src/durable/columns.ts'
import { RecordCache } from '../../src/durable/record-cache.ts'
import { formatParents, recordColumns, recordIn, tryReadStoredEntry } from '../../src/durable/record-row.ts'

const par = [uuid(1), uuid(2)]
const row: Row = {
  sequence: 7,
  token: signedToken({ tid: uuid(3), par }),
  verified_at: 10,
  stored_at: 11,
  parents: '[2,5]',
}

it('[DAG-PARENT-SEQUENCES] a record is restored from its row, and its parents are written as they were read', () => {
  const { entry } = recordIn(row, 'uuid', new RecordCache())
  expect(entry).toMatchObject({ sequence: 7, taskId: uuid(3), compact: row.token, verifiedAt: 10, storedAt: 11 })
  expect(entry.parents).toEqual([
    { taskId: uuid(1), sequence: 2 },
    { taskId: uuid(2), sequence: 5 },
  ])
  expect(formatParents(entry)).toBe(row.parents)
  const root = recordIn({ ...row, token: signedToken({ par: [] }), parents: null }, 'uuid', new RecordCache())
  expect(formatParents(root.entry)).toBeNull()
})

it('a row that is read again gives the same record, and another token at its place does not', () => {
  const cache = new RecordCache()
  const record = recordIn(row, 'uuid', cache)
  expect(recordIn(row, 'uuid', cache)).toBe(record)
  const token = signedToken({ tid: uuid(4), par })
  expect(recordIn({ ...row, token }, 'uuid', cache).task.taskId).toBe(uuid(4))
})

const damages: Readonly<Record<string, readonly unknown[]>> = {
  sequence: ['7', -1, 1.5, null],
  token: [null, 7, new Uint8Array(3), 'no token'],
  verified_at: ['10', -1, null],
  stored_at: ['11', 2 ** 53, undefined],
  parents: ['', '[]', '[2,5]x', 'x[2,5]', '[2, 5]', '[2,5', '[-2,5]', '[2]', 7],
}

it.each(recordColumns.split(', '))('[LEDGER-TAMPER] a column %s that no ledger writes is damage', (column) => {
  for (const value of damages[column] ?? []) {
    expect(codeOfCheck(() => recordIn({ ...row, [column]: value }, 'uuid', new RecordCache()))).toBe(
      'ECT_LEDGER_DAMAGED',
    )
  }
  expect(
    refusalOfCheck(() => recordIn({ ...row, [column]: damages[column]?.[0] }, 'uuid', new RecordCache())),
  ).toMatchObject({ path: column })
  expect(tryReadStoredEntry({ ...row, [column]: damages[column]?.[0] })).toBeUndefined()
})
