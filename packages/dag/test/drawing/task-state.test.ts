import { describe, expect, it } from 'vitest'
import { stateColours, taskState } from '../../src/drawing/task-state.ts'
import { task } from '../tasks.ts'

describe('taskState', () => {
  it('is the decision of a task', () => {
    expect(taskState(task('a'))).toBe('approved')
    expect(taskState(task('a', [], { decision: 'rejected' }))).toBe('rejected')
    expect(taskState(task('a', [], { decision: 'pending_human_review' }))).toBe('pending')
    expect(taskState(task('a', [], { decision: undefined }))).toBe('undecided')
  })

  it('shows a compensation that was approved, by flag or by action', () => {
    expect(taskState(task('a', [], { compensation: true }))).toBe('compensation')
    expect(taskState(task('a', [], { action: 'rollback_release' }))).toBe('compensation')
    expect(taskState(task('a', [], { action: 'rollback_release', decision: undefined }))).toBe('compensation')
  })

  it('shows a human review by its decision', () => {
    expect(taskState(task('a', [], { action: 'human_review_release' }))).toBe('approved')
  })

  it('does not show a rejected or pending rollback as if it had been done', () => {
    expect(taskState(task('a', [], { compensation: true, decision: 'rejected' }))).toBe('rejected')
    expect(taskState(task('a', [], { compensation: true, decision: 'pending_human_review' }))).toBe('pending')
  })
})

describe('stateColours', () => {
  it('tell every state from every other, by fill and by line', () => {
    const colours = Object.values(stateColours)
    expect(new Set(colours.map(({ fill }) => fill)).size).toBe(5)
    expect(new Set(colours.map(({ line }) => line)).size).toBe(5)
  })
})
