import type { Task } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { isEquivocation } from '../../src/durable/is-equivocation.ts'
import type { ReadToken } from '../../src/durable/stored-record.ts'

const taskId = 'aaaaaaaa-0000-4000-8000-000000000001'

/** One of alice's tokens for the task. */
function token(signingInput: string, changes: Partial<Task> = {}, kid = 'alice-key'): ReadToken {
  const task: Task = {
    revision: 'ect-00',
    taskId,
    workflowId: undefined,
    tokenId: taskId,
    parents: [],
    agent: 'spiffe://example.com/agent/alice',
    audience: ['spiffe://example.com/system/ledger'],
    action: 'review_spec',
    issuedAt: 1_772_000_000,
    expiresAt: 1_772_000_600,
    policy: undefined,
    decision: undefined,
    enforcer: undefined,
    compensation: false,
    inputHash: undefined,
    outputHash: undefined,
    witnessedBy: [],
    ...changes,
  }
  return { task, signingInput, kid }
}

describe('[LEDGER-EQUIVOCATION] two tokens are evidence', () => {
  it('when one issuer says two things about one task, also under two revisions that name it by jti', () => {
    expect(isEquivocation(token('a'), token('b'))).toBe(true)
    expect(isEquivocation(token('a'), token('b', { revision: 'ect-01' }))).toBe(true)
  })

  it('not when they say the same, or are of two issuers or keys', () => {
    expect(isEquivocation(token('a'), token('a'))).toBe(false)
    expect(isEquivocation(token('a'), token('b', { agent: 'spiffe://example.com/agent/bob' }))).toBe(false)
    expect(isEquivocation(token('a'), token('b', {}, 'alice-key-2'))).toBe(false)
    expect(isEquivocation(token('a'), token('b', { taskId: 'aaaaaaaa-0000-4000-8000-000000000002' }))).toBe(false)
  })

  it('[LEDGER-TASK-SCOPE] not in two workflows', () => {
    expect(isEquivocation(token('a', { workflowId: 'w1' }), token('b', { workflowId: 'w2' }))).toBe(false)
    expect(isEquivocation(token('a', { workflowId: 'w1' }), token('b'))).toBe(true)
    expect(isEquivocation(token('a'), token('b', { workflowId: 'w2' }))).toBe(true)
    expect(isEquivocation(token('a', { workflowId: 'w1' }), token('b', { workflowId: 'w1' }))).toBe(true)
  })

  it('[REVISION-MIXED] not when a tid and a jti have one value', () => {
    expect(isEquivocation(token('a'), token('b', { revision: 'execution-context-00' }))).toBe(false)
    expect(isEquivocation(token('a', { revision: 'execution-context-00' }), token('b'))).toBe(false)
  })
})
