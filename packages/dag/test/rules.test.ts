import type { PolicyDecision } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import type { DagOptions } from '../src/dag-options.ts'
import { inspect } from '../src/inspect.ts'
import { listed, refusal } from './refusal.ts'
import { ledgerOf, ledgerRecords, mallory, now, storeOf, task, taskIn, verified } from './tasks.ts'

describe('rule 0', () => {
  it('[DAG-SELF] refuses a token that names itself', () => {
    expect(refusal(() => admit(verified(task('a', ['a'])), ledgerOf()))).toEqual(['ECT_DAG_CYCLE', 'par[0]'])
    const among = task('a', ['p', 'a'])
    expect(refusal(() => admit(verified(among), ledgerOf(task('p'))))).toEqual(['ECT_DAG_CYCLE', 'par[1]'])
  })

  it('[DAG-SELF] refuses it though another workflow has a task of that id', () => {
    const token = verified(taskIn('w1', 'a', ['a']))
    const cross = { crossWorkflowParents: true }
    expect(refusal(() => admit(token, ledgerOf(taskIn('w2', 'a')), cross))).toEqual(['ECT_DAG_CYCLE', 'par[0]'])
  })
})

describe('rule 2', () => {
  it('[DAG-PARENT-EXISTS] names the parent that is missing', () => {
    const token = verified(task('d', ['a', 'b', 'c']))
    const store = ledgerOf(task('a'), task('b'))
    expect(refusal(() => admit(token, store))).toEqual(['ECT_DAG_PARENT_MISSING', 'par[2]'])
  })

  it('[DAG-PARENT-EXPIRED] takes a parent that has expired long ago', () => {
    const old = task('p', [], { issuedAt: now - 1_000_000, expiresAt: now - 999_400 })
    expect(refusal(() => admit(verified(task('child', ['p'])), ledgerOf(old)))).toBe('accepted')
  })
})

describe('rule 3', () => {
  const withParentAt = (issuedAt: number, options?: DagOptions): unknown => {
    const store = ledgerOf(task('a'), task('p', [], { issuedAt }))
    return refusal(() => admit(verified(task('child', ['a', 'p'])), store, options))
  }
  const later = ['ECT_DAG_PARENT_TIME', 'par[1]']

  it('[DAG-TIME-BOUNDARY] takes a parent exactly 30 seconds later', () => {
    expect(withParentAt(now + 30)).toBe('accepted')
  })

  it('[DAG-TIME-SKEW] refuses a parent 31 seconds later', () => {
    expect(withParentAt(now + 31)).toEqual(later)
  })

  it('[DAG-TIME-SKEW] takes another clock skew', () => {
    expect(withParentAt(now, { clockSkew: 0 })).toBe('accepted')
    expect(withParentAt(now + 1, { clockSkew: 0 })).toEqual(later)
  })
})

describe('rule 5', () => {
  const following = (decision: PolicyDecision | undefined, child: object = {}, options?: DagOptions): unknown => {
    const store = ledgerOf(task('a'), task('p', [], { decision }))
    return refusal(() => admit(verified(task('child', ['a', 'p'], child)), store, options))
  }
  const refused = ['ECT_DAG_PARENT_POLICY', 'par[1]']

  it('[DAG-POLICY-PARENT] lets nothing ordinary follow a rejected or pending parent', () => {
    expect(following('rejected')).toEqual(refused)
    expect(following('pending_human_review')).toEqual(refused)
    expect(following('approved')).toBe('accepted')
    expect(following(undefined)).toBe('accepted')
  })

  it('[DAG-POLICY-FLAG] [DAG-POLICY-ACTION] lets a remedy follow', () => {
    expect(following('rejected', { compensation: true })).toBe('accepted')
    expect(following('rejected', { action: 'rollback_release' })).toBe('accepted')
    expect(following('pending_human_review', { action: 'human_review' })).toBe('accepted')
  })

  it('[DAG-POLICY-PARENT] judges the child by its own action, not by its own decision', () => {
    expect(following('rejected', { decision: 'rejected' })).toEqual(refused)
  })

  it('[DAG-POLICY-PREDICATE] asks the predicate of the caller instead, with the child', () => {
    const compensates = ({ action }: { readonly action: string }): boolean => action === 'repair'
    expect(following('rejected', { action: 'repair' }, { isRemedy: compensates })).toBe('accepted')
    expect(following('rejected', { action: 'rollback' }, { isRemedy: compensates })).toEqual(refused)
    expect(following('rejected', { compensation: true }, { isRemedy: compensates })).toEqual(refused)
  })

  it('[DAG-POLICY-DIRECT] does not look at grandparents', () => {
    const rejected = task('r', [], { decision: 'rejected' })
    const store = ledgerOf(rejected, task('undo', ['r'], { action: 'rollback' }))
    expect(refusal(() => admit(verified(task('child', ['undo'])), store))).toBe('accepted')
  })

  it('[DAG-REJECTED-RECORDED] takes a rejected or pending task like any other', () => {
    for (const decision of ['rejected', 'pending_human_review'] as const) {
      expect(refusal(() => admit(verified(task('a', ['p'], { decision })), ledgerOf(task('p'))))).toBe('accepted')
    }
  })
})

describe('the order of the rules', () => {
  // Each token breaks its rule and all later ones that it can break as well.
  const late = { issuedAt: now + 31 }
  const rejected = { decision: 'rejected' } as const

  it('[DAG-ORDER] judges the token itself before its id, and its id before its parents', () => {
    const store = ledgerOf(task('a'))
    expect(refusal(() => admit(verified(task('a', ['x', 'a'])), store))).toEqual(['ECT_DAG_CYCLE', 'par[1]'])
    expect(refusal(() => admit(verified(task('a', ['x'])), store))).toEqual(['ECT_DAG_TASK_EXISTS', undefined])
  })

  it('[DAG-ORDER] looks for every parent before it looks at any', () => {
    const store = ledgerOf(task('p', [], { ...late, ...rejected }))
    const token = verified(task('child', ['p', 'x']))
    expect(refusal(() => admit(token, store))).toEqual(['ECT_DAG_PARENT_MISSING', 'par[1]'])
  })

  it('[DAG-ORDER] judges time before cycles, and cycles before policy', () => {
    const closing = (changes: object): unknown => {
      const records = ledgerRecords([task('p', ['child'], changes)])
      return refusal(() => admit(verified(task('child', ['p'])), storeOf(records, false)))
    }
    expect(closing({ ...late, ...rejected })).toEqual(['ECT_DAG_PARENT_TIME', 'par[0]'])
    expect(closing(rejected)).toEqual(['ECT_DAG_CYCLE', undefined])
  })

  it('[DAG-ORDER] reports the first parent that breaks a rule', () => {
    const store = ledgerOf(task('p', [], rejected), task('q', [], late), task('r', [], late))
    const token = verified(task('child', ['p', 'q', 'r'], { agent: mallory }))
    expect(refusal(() => admit(token, store))).toEqual(['ECT_DAG_PARENT_TIME', 'par[1]'])
  })

  it('[DAG-ORDER] is the same for both readers: inspect gives all errors that admit would meet one after the other', () => {
    const records = ledgerRecords([
      taskIn('w1', 'p', [], { ...late, ...rejected }),
      taskIn('w1', 'child'),
      taskIn('w1', 'child', ['x', 'p', 'child']),
    ])
    expect(listed(inspect(records))).toEqual([
      ['child', 'ECT_DAG_CYCLE', 'par[2]'],
      ['child', 'ECT_DAG_TASK_EXISTS', undefined],
      ['child', 'ECT_DAG_PARENT_MISSING', 'par[0]'],
      ['child', 'ECT_DAG_PARENT_TIME', 'par[1]'],
      ['child', 'ECT_DAG_PARENT_POLICY', 'par[1]'],
    ])
  })
})
