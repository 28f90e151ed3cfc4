import { decodeEct } from '@wimse-ect/claims'
import { jwksKeys, verifyEct } from '@wimse-ect/verification'
import { expect, it } from 'vitest'
import { arrive, audience, issuedAt, keySet, signedTokens } from '../src/signed-tokens.ts'

it('tokens of about 900 bytes, all different and genuine, each the child of the one before it', async () => {
  const tokens = await signedTokens(202)
  const tasks = await Promise.all(
    tokens.map(async ({ compact }) => {
      expect(compact.length).toBeGreaterThan(840)
      expect(compact.length).toBeLessThan(940)
      return (await verifyEct(compact, { audience, keys: jwksKeys(keySet), now: issuedAt })).task
    }),
  )
  expect(new Set(tasks.map(({ tokenId }) => tokenId)).size).toBe(tokens.length)
  expect(tasks[0]?.parents).toEqual([])
  expect(tasks[200]).toMatchObject({ workflowId: tasks[0]?.workflowId, parents: [tasks[100]?.taskId] })
})

it('a token that arrives is the same text', async () => {
  const [token] = await signedTokens(1)
  if (token === undefined) throw new TypeError('there is one')
  expect(arrive(token)).toEqual(token)
  expect(decodeEct(arrive(token).compact).signingInput).toBe(token.signingInput.toString())
})
