import { expect, it } from 'vitest'
import { aliceRekeyed, bob, type ClaimChanges, malloryMasked, signedToken, uuid } from '../../contract/tokens.ts'
import { isEquivocation } from '../../src/durable/is-equivocation.ts'
import { readToken } from '../../src/durable/stored-record.ts'

const own = { tid: uuid(1), wid: uuid(8) }

function isFound(one: ClaimChanges, other: ClaimChanges, by?: typeof bob): boolean {
  const [left, right] = [readToken(signedToken(one), 'uuid'), readToken(signedToken(other, by), 'uuid')]
  expect(isEquivocation(right, left)).toBe(isEquivocation(left, right))
  return isEquivocation(left, right)
}

it('[LEDGER-EQUIVOCATION] two tokens of one issuer and key for one task are evidence', () => {
  expect(isFound(own, own)).toBe(true)
})

it('[LEDGER-EQUIVOCATION] not those of another issuer, key or task', () => {
  expect(isFound(own, own, bob)).toBe(false)
  expect(isFound(own, own, malloryMasked)).toBe(false)
  expect(isFound(own, own, aliceRekeyed)).toBe(false)
  expect(isFound(own, { ...own, tid: uuid(2) })).toBe(false)
})

it('[LEDGER-TASK-SCOPE] a task without workflow claims its id everywhere, one with workflow only there', () => {
  expect(isFound(own, { ...own, wid: uuid(9) })).toBe(false)
  expect(isFound(own, { tid: uuid(1) })).toBe(true)
  expect(isFound({ tid: uuid(1) }, { tid: uuid(1) })).toBe(true)
})

it('[LEDGER-SIGNING-INPUT] one signing input is one statement', () => {
  const token = readToken(signedToken(own), 'uuid')
  expect(isEquivocation(token, token)).toBe(false)
})
