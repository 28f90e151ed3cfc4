import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import type { VerifiedEct } from '../src/stages.ts'
import { isSealed, sealVerified } from '../src/verified-mark.ts'
import { claimSource } from './tokens.ts'

function verified(): VerifiedEct {
  const source = claimSource({})
  const claims = checkClaims(source)
  return { compact: 'a.b.c', claims, task: taskOf(source, claims) } as unknown as VerifiedEct
}

describe('sealVerified', () => {
  it('[ENV-TYPED-AFTER-VERIFY] marks the token itself', () => {
    const token = verified()
    expect(isSealed(token)).toBe(false)
    expect(sealVerified(token)).toBe(token)
    expect(isSealed(token)).toBe(true)
  })

  it('[ENV-TYPED-AFTER-VERIFY] leaves copies, heirs and other things unmarked', () => {
    const token = sealVerified(verified())
    const others = [{ ...token }, structuredClone(token), Object.create(token), Object.assign({}, token)]
    for (const other of [...others, 'a.b.c', 7, null, undefined]) expect(isSealed(other)).toBe(false)
  })

  it('[LEDGER-APPEND-ONLY] freezes the token, its task and the lists in it', () => {
    const { task, ...token } = sealVerified(verified())
    expect(Object.isFrozen(sealVerified(verified()))).toBe(true)
    for (const part of [task, task.parents, task.audience, task.witnessedBy]) expect(Object.isFrozen(part)).toBe(true)
    expect(token.compact).toBe('a.b.c')
  })
})
