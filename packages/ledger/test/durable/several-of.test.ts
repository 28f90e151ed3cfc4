import { expect, it } from 'vitest'
import { laterToken, token } from '../../contract/tokens.ts'
import { severalOf } from '../../src/durable/several-of.ts'

it('[REVISION-TASK-ID] two with ids of the kind that is asked for are several, and no more is read', () => {
  const [tid, jti] = [token(), laterToken('ect-00')]
  let read = 0
  function* records() {
    for (const each of [jti, tid, jti, tid, tid, jti]) {
      read += 1
      yield each
    }
  }
  expect(severalOf(tid.task, records())).toEqual([tid, tid])
  expect(read).toBe(4)
  expect(severalOf(laterToken('ect-01').task, records())).toEqual([jti, jti])
  expect(severalOf(tid.task, [jti, tid])).toEqual([tid])
  expect(severalOf(jti.task, [])).toEqual([])
})
