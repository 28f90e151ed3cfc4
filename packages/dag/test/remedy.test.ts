import { describe, expect, it } from 'vitest'
import { isCompensation, isHumanReview, isRemedy } from '../src/remedy.ts'
import { task } from './tasks.ts'

const doing = (action: string): ReturnType<typeof task> => task('a', [], { action })

describe('isRemedy', () => {
  it('[DAG-POLICY-FLAG] is true for a task that says it compensates, whatever its action', () => {
    expect(isRemedy(task('a', [], { compensation: true }))).toBe(true)
    expect(isRemedy(task('a'))).toBe(false)
  })

  for (const word of ['compensation', 'rollback', 'remediation', 'human_review']) {
    it(`[DAG-POLICY-ACTION] is true for ${word} and for names that it begins`, () => {
      expect(isRemedy(doing(word))).toBe(true)
      for (const mark of '_-.:/') expect(isRemedy(doing(`${word}${mark}release`))).toBe(true)
      for (const mark of '_-.:/') expect(isRemedy(doing(`${word}${mark}`))).toBe(true)
    })

    it(`[DAG-POLICY-ACTION] is false for words that only look like ${word}`, () => {
      const lookalikes = [`${word}s`, `${word} release`, `${word}\n`, `un${word}`, `_${word}`, ` ${word}`, `a/${word}`]
      for (const action of [...lookalikes, word.toUpperCase(), word.slice(0, -1)]) {
        expect(isRemedy(doing(action)), action).toBe(false)
      }
    })
  }

  it('[DAG-POLICY-ACTION] is false for half a name', () => {
    expect(isRemedy(doing('human'))).toBe(false)
    expect(isRemedy(doing('human-review'))).toBe(false)
  })
})

describe('isCompensation and isHumanReview', () => {
  it('tell tasks that undo from those that review', () => {
    expect([isCompensation(doing('rollback_release')), isHumanReview(doing('rollback_release'))]).toEqual([true, false])
    expect([isCompensation(doing('human_review_spec')), isHumanReview(doing('human_review_spec'))]).toEqual([
      false,
      true,
    ])
  })
})
