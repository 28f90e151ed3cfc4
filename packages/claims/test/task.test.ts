import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import { sameScope, type Task } from '../src/task.ts'
import { claimSource } from './tokens.ts'

const flow = '550e8400-e29b-41d4-a716-446655440010'
const otherFlow = '550e8400-e29b-41d4-a716-446655440011'

function taskIn(wid: string | undefined): Task {
  const source = claimSource({ wid })
  return taskOf(source, checkClaims(source))
}

describe('sameScope', () => {
  it('[DAG-UNIQUE-WORKFLOW] is true within one workflow, in whatever case it is written', () => {
    expect(sameScope(taskIn(flow), taskIn(flow))).toBe(true)
    expect(sameScope(taskIn(flow), taskIn(flow.toUpperCase()))).toBe(true)
  })

  it('[DAG-UNIQUE-NO-WORKFLOW] is true when either of the two has no workflow', () => {
    expect(sameScope(taskIn(undefined), taskIn(flow))).toBe(true)
    expect(sameScope(taskIn(flow), taskIn(undefined))).toBe(true)
    expect(sameScope(taskIn(undefined), taskIn(undefined))).toBe(true)
  })

  it('[DAG-UNIQUE-OTHER-WORKFLOW] is false for two different workflows', () => {
    expect(sameScope(taskIn(flow), taskIn(otherFlow))).toBe(false)
  })
})
