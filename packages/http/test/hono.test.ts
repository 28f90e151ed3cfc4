import { contentHash } from '@wimse-ect/claims'
import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { streamSSE, streamText } from 'hono/streaming'
import { describe, expect, it } from 'vitest'
import { type ExecutionVariables, executionContext } from '../src/hono.ts'
import type { IssuedToken } from '../src/index.ts'
import { childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { task } from './deeds.ts'

const recorded: IssuedToken[] = []

function bobs(): Hono<{ Variables: ExecutionVariables }> {
  recorded.length = 0
  const app = new Hono<{ Variables: ExecutionVariables }>()
  const options = { verifier: verifierOf(bob), issuer: { id: bob.id, key: bob.key } }
  app.use(executionContext({ ...options, record: (child) => recorded.push(child) }))
  return app
}

const ask = async (app: Hono<{ Variables: ExecutionVariables }>): Promise<Response> =>
  app.request('/', { headers: { 'execution-context': await aliceToken() } })

describe('Hono', () => {
  it('headers and cookies stay as they are, once', async () => {
    const app = bobs().get('/', (c) => {
      c.get('execution').issueChild(task)
      setCookie(c, 'a', '1')
      setCookie(c, 'b', '2')
      c.header('x-note', 'note')
      return c.text('made', 201)
    })
    const response = await ask(app)
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    expect([response.status, response.headers.get('x-note')]).toEqual([201, 'note'])
    const child = await childIn(response.headers.get('execution-context'))
    expect(child.task.outputHash).toBe(await contentHash(new TextEncoder().encode('made')))
  })

  it('an error handler that answers with 200 has no child', async () => {
    const app = bobs().get('/', (c) => {
      c.get('execution').issueChild(task)
      throw new Error('s3cr3t')
    })
    app.onError((_, c) => c.text('sorry'))
    const response = await ask(app)
    expect([response.status, response.headers.has('execution-context'), recorded]).toEqual([200, false, []])
  })

  it.each(['streamSSE', 'streamText'])('what %s sends is hashed as it passes', async (helper) => {
    const app = bobs().get('/', (c) => {
      const { issueChild } = c.get('execution')
      if (helper === 'streamText') {
        return streamText(c, async (stream) => {
          await stream.write('ma')
          await stream.write(`de by ${issueChild(task).taskId}`)
        })
      }
      return streamSSE(c, async (stream) => {
        await stream.writeSSE({ data: 'made' })
        await stream.writeSSE({ event: 'done', data: issueChild(task).taskId })
      })
    })
    const text = await (await ask(app)).text()
    expect(text).toContain(only(recorded).taskId)
    const child = await verifierOf(alice).verify(only(recorded).token)
    expect(child.task.outputHash).toBe(await contentHash(new TextEncoder().encode(text)))
  })
})
