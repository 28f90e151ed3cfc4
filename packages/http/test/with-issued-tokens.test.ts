import { isEctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import type { VerifiedEct } from 'wimse-ect'
import { verifiedTokensOf, withIssuedTokens } from '../src/index.ts'
import { bobsServer, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { honoServer } from './servers/hono-server.ts'
import { nodeServer } from './servers/node-server.ts'
import { trusted, witSource } from './wits.ts'

const response = { verifier: verifierOf(alice) }

async function issued(claims: Parameters<typeof aliceToken>[0] = {}): Promise<VerifiedEct> {
  return verifierOf(bob).verify(await aliceToken(claims))
}

const childOf = (parent: VerifiedEct): Promise<VerifiedEct> => issued({ par: [parent.task.taskId] })

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('accepted'),
    (reason: unknown) => reason,
  )
  return isEctError(error) ? error.code : String(error)
}

describe('withIssuedTokens', () => {
  it('[HTTP-FIELD] one task goes to several servers as the same token, each with a child of its own', async () => {
    const token = await issued()
    const children = []
    for (const server of [nodeServer, honoServer]) {
      const { url } = await bobsServer(server)
      const answer = await withIssuedTokens(fetch, { tokens: [token], response })(`${url}/parents`)
      expect(await answer.json()).toEqual({ parents: [token.task.taskId], supporting: 0 })
      children.push(only(verifiedTokensOf(answer).subjects))
    }
    expect(children.map(({ task }) => task.parents)).toEqual([[token.task.taskId], [token.task.taskId]])
    expect(new Set(children.map(({ task }) => task.taskId)).size).toBe(2)
  })

  it('several tasks go to one server, with a parent of both once', async () => {
    const { url } = await bobsServer(nodeServer)
    const parent = await issued()
    const tokens = [await childOf(parent), await childOf(parent)]
    const send = withIssuedTokens(fetch, { tokens, parents: [parent, parent], response })
    const answer = await send(`${url}/parents`, { method: 'POST', body: 'work' })
    const parents = tokens.map(({ task }) => task.taskId)
    expect(await answer.json()).toEqual({ parents, supporting: 1 })
    expect(only(verifiedTokensOf(answer).subjects).task.parents).toEqual(parents)
  })

  it('an answer that does not follow from every one of the tasks is refused', async () => {
    const { url } = await bobsServer(nodeServer)
    const [one, other] = [await issued(), await issued()]
    const earlier = await withIssuedTokens(fetch, { tokens: [one] })(`${url}/parents`)
    const replay = async (): Promise<Response> => new Response('', { headers: earlier.headers })
    const send = withIssuedTokens(replay, { tokens: [one, other], response })
    expect(await codeOf(send('https://bob.example/'))).toBe('ECT_FIELD_UNRELATED')
  })

  it('[HTTP-LIMIT-WRITER] what is too large for the field is not sent beside a body', async () => {
    const ext = { 'com.example.note': 'x'.repeat(3000) }
    const tokens = [await issued({ ext }), await issued({ ext }), await issued({ ext })]
    const seen: Request[] = []
    const send = withIssuedTokens(
      async (request) => {
        seen.push(request)
        return new Response()
      },
      { tokens },
    )
    expect(await codeOf(send('https://bob.example/', { method: 'POST', body: 'work' }))).toBe('ECT_FIELD_SIZE')
    expect(seen).toEqual([])
  })

  it('sends its Workload Identity Token, in its field', async () => {
    const { url } = await bobsServer(nodeServer, { wit: witSource })
    const options = { tokens: [await issued()], wit: trusted.wit(alice) }
    expect((await withIssuedTokens(fetch, options)(`${url}/parents`)).status).toBe(200)
  })

  it('needs a token', () => {
    expect(() => withIssuedTokens(fetch, { tokens: [] })).toThrow(TypeError)
  })
})
