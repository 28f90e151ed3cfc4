import { admit } from '@wimse-ect/dag'
import { expect, it } from 'vitest'
import { naiveAdmit } from '../../src/dag/naive-admit.ts'
import { childrenOf, recordTasks } from '../../src/dag/recorded-tasks.ts'
import { signedTokens } from '../../src/signed-tokens.ts'

async function logOf(size: number) {
  const [sample] = await signedTokens(1)
  return recordTasks(size, sample?.compact ?? '')
}

it('children of a log are admitted, with parents of it', async () => {
  const log = await logOf(300)
  for (const token of childrenOf(log, 50, 300)) {
    const { parents } = admit(token, log.store)
    expect(parents.map(({ task }) => task.taskId)).toEqual(token.task.parents)
  }
})

it('every task is an ancestor of the child of the last one, so the naive way visits them all', async () => {
  const log = await logOf(300)
  const [child] = childrenOf(log, 1, 1)
  if (child === undefined) throw new TypeError('there is one')
  expect(naiveAdmit(child, log.store)).toBe(300)
})
