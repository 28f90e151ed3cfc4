import type { DecodedEct } from '@wimse-ect/claims'
import { expect, expectTypeOf, it } from 'vitest'
import { admit } from '../src/admit.ts'
import { inlineStore } from '../src/inline-store.ts'
import { refusal } from './refusal.ts'
import { decoded, task, taskIn, verified } from './tasks.ts'

it('[MODE-POINT-TO-POINT] holds the parents that came inline, without sequences', () => {
  const parent = task('p')
  const store = inlineStore([verified(parent)])
  expect(store.parentsFirst).toBe(false)
  expect(store.recordsOf('p')).toEqual([{ task: parent, sequence: undefined }])
  expect(store.recordsOf('x')).toEqual([])
})

it('[MODE-POINT-TO-POINT] admits a token by its parents', () => {
  const store = inlineStore([verified(task('p')), verified(task('q'))])
  expect(admit(verified(task('a', ['q', 'p'])), store).parents.map(({ task: { taskId } }) => taskId)).toEqual([
    'q',
    'p',
  ])
  expect(refusal(() => admit(verified(task('a', ['p', 'x'])), store))).toEqual(['ECT_DAG_PARENT_MISSING', 'par[1]'])
})

it('holds every record of an id, whatever its workflow', () => {
  const tasks = [taskIn('w1', 'p'), taskIn('w2', 'p'), task('q')]
  expect(
    inlineStore(tasks.map(verified))
      .recordsOf('p')
      .map((record) => record.task),
  ).toEqual(tasks.slice(0, 2))
})

it('counts a token once that came twice, also with another signature', () => {
  const token = verified(task('p'))
  const twin = { ...token, compact: `${token.signingInput}.twin` }
  const store = inlineStore([token, token, twin])
  expect(store.recordsOf('p')).toHaveLength(1)
  expect(refusal(() => admit(verified(task('a', ['p'])), store))).toBe('accepted')
})

it('[DAG-PARENT-VERIFIED] does not take tokens that were only decoded: not the compiler, and they have no task either', () => {
  // @ts-expect-error a parent whose signature nobody checked is no parent
  expect(() => inlineStore([decoded()])).toThrow(TypeError)
  expectTypeOf<readonly DecodedEct[]>().not.toExtend<Parameters<typeof inlineStore>[0]>()
})
