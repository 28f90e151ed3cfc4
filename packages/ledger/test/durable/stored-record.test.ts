import { expect, it } from 'vitest'
import { codeOfCheck } from '../../contract/refusal.ts'
import { laterToken, signedToken, token, uuid } from '../../contract/tokens.ts'
import { readToken, restoreRecord, tryReadToken } from '../../src/durable/stored-record.ts'

it('a stored token is read as the verifier read it', () => {
  const { compact, task, signingInput, header } = token({ par: [uuid(1)], wid: uuid(8) })
  const read = readToken(compact, 'uuid')
  expect(read).toEqual({ task, signingInput, kid: header.kid })
  expect(Object.isFrozen(read.task)).toBe(true)
})

it('[REVISION-LEDGER] a token of any revision is read', () => {
  const { compact, task } = laterToken('ect-01')
  expect(readToken(compact, 'uuid').task).toEqual(task)
})

it('[CLAIM-PAR-LIMIT] the number of parents was for the verifier to limit', () => {
  const par = Array.from({ length: 101 }, (_, at) => uuid(at + 1))
  expect(readToken(signedToken({ par }), 'uuid').task.parents).toHaveLength(101)
})

it('[CLAIM-IDS-LEDGER] ids are read as those of the ledger', () => {
  const compact = signedToken({ tid: 'task-001' })
  expect(readToken(compact, 'opaque').task.taskId).toBe('task-001')
  expect(codeOfCheck(() => readToken(compact, 'uuid'))).toBe('ECT_CLAIM_ID')
  expect([tryReadToken(compact, 'uuid'), tryReadToken('x', 'uuid')]).toEqual([undefined, undefined])
})

it('[LEDGER-TOKEN-IS-RECORD] a record comes from its token alone, and is frozen', () => {
  const { compact, task, signingInput, header } = token({ par: [uuid(1)] })
  const record = restoreRecord({ sequence: 3, compact, verifiedAt: 1, storedAt: 2, parents: [0] }, 'uuid')
  expect(record).toMatchObject({ sequence: 3, task, signingInput, kid: header.kid })
  expect(record.entry).toMatchObject({ sequence: 3, compact, verifiedAt: 1, storedAt: 2, parents: [{ sequence: 0 }] })
  expect([Object.isFrozen(record), Object.isFrozen(record.entry)]).toEqual([true, true])
})

it('[LEDGER-TAMPER] a text that is no token, or does not fit the parents, is damage', () => {
  const restore = (compact: string, parents: readonly number[]): string =>
    codeOfCheck(() => restoreRecord({ sequence: 3, compact, verifiedAt: 1, storedAt: 2, parents }, 'uuid'))
  expect(restore('x', [])).toBe('ECT_LEDGER_DAMAGED')
  expect(restore(signedToken({ par: [uuid(1)] }), [])).toBe('ECT_LEDGER_DAMAGED')
  expect(restore(signedToken({ par: [uuid(1)] }), [0])).toBe('accepted')
})
