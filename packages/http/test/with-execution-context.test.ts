import { createServer, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { contentHash, type EctErrorCode, isEctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { signEct } from 'wimse-ect'
import { type IssuedToken, type OutgoingOptions, verifiedTokensOf, withExecutionContext } from '../src/index.ts'
import { bobsServer, only } from './bobs-server.ts'
import { alice, aliceToken, bob, mallory, verifierOf } from './cast.ts'
import { honoServer } from './servers/hono-server.ts'
import { nodeServer } from './servers/node-server.ts'
import { listen } from './servers/server.ts'
import { trusted, witSource } from './wits.ts'

const claims = { aud: bob.id, exec_act: 'review_spec', pol: 'policy_v1', pol_decision: 'approved' } as const
const options: OutgoingOptions = { issuer: { id: alice.id, key: alice.key }, claims }

/** A server that shows what it was sent. */
const echo: RequestListener = (request, response) => {
  const { headers, method } = request
  const answer = (body: string): unknown => response.end(JSON.stringify({ headers, method, body }))
  text(request).then(answer, () => response.destroy())
}

async function sent(response: Response): Promise<{ headers: Record<string, string>; method: string; body: string }> {
  return JSON.parse(await response.text())
}

async function codeOf(promise: Promise<unknown>): Promise<EctErrorCode | 'accepted'> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    if (isEctError(error)) return error.code
    throw error
  }
}

/** Tokens of alice for bob that are large together. */
async function largeParents() {
  const ext = { 'com.example.note': 'x'.repeat(3000) }
  const tokens = [await aliceToken({ ext }), await aliceToken({ ext }), await aliceToken({ ext })]
  return (await verifierOf(bob).verifyAll(tokens)).subjects
}

describe('withExecutionContext', () => {
  it('[HTTP-FIELD] attaches a token for the task, and its hash is that of the body', async () => {
    const url = await listen(createServer(echo))
    const recorded: IssuedToken[] = []
    const send = withExecutionContext(fetch, { ...options, record: (token) => recorded.push(token) })
    const { headers, method, body } = await sent(await send(url, { method: 'PUT', body: 'the spec, reviewed' }))
    expect([method, body, headers['content-type']]).toEqual(['PUT', 'the spec, reviewed', 'text/plain;charset=UTF-8'])
    const { task, compact } = await verifierOf(bob).verify(headers['execution-context'] ?? '')
    expect(task).toMatchObject({ agent: alice.id, action: 'review_spec', parents: [] })
    expect(task.outputHash).toBe(await contentHash(new TextEncoder().encode('the spec, reviewed')))
    expect(recorded).toEqual([{ token: compact, taskId: task.taskId, streamed: false }])
  })

  it.each(['ect-00', 'ect-01'] as const)(
    '[REVISION-MIXED] a task of %s is no parent: its jti would be taken for a tid',
    async (revision) => {
      const root = { iss: alice.id, aud: bob.id, exec_act: 'review_spec' }
      const token =
        revision === 'ect-00'
          ? await signEct<'ect-00'>({ ...root, par: [] }, { key: alice.key, revision })
          : await signEct<'ect-01'>({ ...root, pred: [] }, { key: alice.key, revision })
      const { subjects } = await verifierOf(bob, { revisions: [revision] }).verifyAll([token])
      const seen: Request[] = []
      const send = withExecutionContext(
        async (request) => {
          seen.push(request)
          return new Response()
        },
        { ...options, parents: subjects },
      )
      expect(await codeOf(send('https://bob.example/'))).toBe('ECT_DAG_PARENT_REVISION')
      expect(seen).toEqual([])
    },
  )

  it('a request without body has no out_hash, and every request a token of its own', async () => {
    const url = await listen(createServer(echo))
    const send = withExecutionContext(fetch, options)
    const verifier = verifierOf(bob)
    for (let count = 0; count < 2; count++) {
      const { headers } = await sent(await send(new URL(url)))
      expect((await verifier.verify(headers['execution-context'] ?? '')).task.outputHash).toBeUndefined()
    }
  })

  it('claims may depend on the request, whose body they may read', async () => {
    const url = await listen(createServer(echo))
    const send = withExecutionContext(fetch, {
      ...options,
      claims: async (request) => ({ ...claims, exec_act: `send_${await request.text()}` }),
    })
    const { headers, body } = await sent(await send(url, { method: 'POST', body: 'order' }))
    expect(body).toBe('order')
    expect((await verifierOf(bob).verify(headers['execution-context'] ?? '')).task.action).toBe('send_order')
  })

  it('a body that is not hashed may be a stream', async () => {
    const url = await listen(createServer(echo))
    const send = withExecutionContext(fetch, { ...options, hashBody: false })
    const stream = new Blob(['streamed']).stream()
    const init = { method: 'POST', body: stream, duplex: 'half' }
    const { headers, body } = await sent(await send(new Request(url, init)))
    expect(body).toBe('streamed')
    expect((await verifierOf(bob).verify(headers['execution-context'] ?? '')).task.outputHash).toBeUndefined()
  })

  it('names its parents, carries their workflow on and sends them along', async () => {
    const wid = crypto.randomUUID()
    const parent = await verifierOf(bob).verify(await aliceToken({ wid }))
    const url = await listen(createServer(echo))
    const onward = { issuer: { id: bob.id, key: bob.key }, claims: { ...claims, aud: alice.id }, parents: [parent] }
    const { headers } = await sent(await withExecutionContext(fetch, onward)(url))
    const tokens = (headers['execution-context'] ?? '').split(', ')
    const { subjects, supporting } = await verifierOf(alice).verifyAll(tokens)
    expect(only(subjects).task).toMatchObject({ parents: [parent.task.taskId], workflowId: wid })
    expect(only(supporting).compact).toBe(parent.compact)
    const alone = await sent(await withExecutionContext(fetch, { ...onward, attachParents: false })(url))
    expect(alone.headers['execution-context']).not.toContain(',')
  })

  it('parents of two workflows have a child without workflow', async () => {
    const tokens = [await aliceToken({ wid: crypto.randomUUID() }), await aliceToken({ wid: crypto.randomUUID() })]
    const { subjects } = await verifierOf(bob).verifyAll(tokens)
    const url = await listen(createServer(echo))
    const onward = { issuer: { id: bob.id, key: bob.key }, claims: { ...claims, aud: alice.id }, parents: subjects }
    const { headers } = await sent(await withExecutionContext(fetch, onward)(url))
    const verified = await verifierOf(alice).verifyAll((headers['execution-context'] ?? '').split(', '))
    expect(only(verified.subjects).task).toMatchObject({ workflowId: undefined, parents: { length: 2 } })
  })

  it('[HTTP-BODY-FORM] what is too large for the field goes in the body form, where there is no other body', async () => {
    const { url } = await bobsServer(nodeServer, { verifier: verifierOf(bob) })
    const onward: OutgoingOptions = { ...options, parents: await largeParents() }
    const response = await withExecutionContext(fetch, onward)(`${url}/parents`, { method: 'POST' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ supporting: 3 })
  })

  it.each([
    ['GET', {}],
    ['POST', { body: 'work' }],
  ])('[HTTP-LIMIT-WRITER] a %s that cannot carry the body form is not sent or recorded', async (method, init) => {
    const seen: unknown[] = []
    const onward: OutgoingOptions = {
      ...options,
      parents: await largeParents(),
      record: (token) => seen.push(token),
    }
    const send = withExecutionContext(async (request) => {
      seen.push(request)
      return new Response()
    }, onward)
    expect(await codeOf(send('https://bob.example/', { method, ...init }))).toBe('ECT_FIELD_SIZE')
    expect(seen).toEqual([])
  })

  it('a redirect does not carry the tokens elsewhere', async () => {
    const seen: string[] = []
    const elsewhere = await listen(createServer((_, response) => response.end(seen.push('followed'))))
    const url = await listen(createServer((_, response) => response.writeHead(307, { location: elsewhere }).end()))
    const send = withExecutionContext(fetch, options)
    await expect(send(url)).rejects.toThrow(TypeError)
    expect((await send(url, { redirect: 'manual' })).status).toBe(307)
    expect(seen).toEqual([])
  })

  it('sends its Workload Identity Token, in its field', async () => {
    const { url } = await bobsServer(nodeServer, { wit: witSource })
    for (const wit of [trusted.wit(alice), async () => trusted.wit(alice)]) {
      expect((await withExecutionContext(fetch, { ...options, wit })(`${url}/parents`)).status).toBe(200)
    }
  })
})

describe('verifiedTokensOf', () => {
  const judging: OutgoingOptions = { ...options, response: { verifier: verifierOf(alice) } }

  it('gives the child of the request, from both kinds of server', async () => {
    for (const server of [nodeServer, honoServer]) {
      const { url } = await bobsServer(server)
      const response = await withExecutionContext(fetch, judging)(`${url}/parents`)
      const child = only(verifiedTokensOf(response).subjects)
      const { parents } = await response.json()
      expect(child.task).toMatchObject({ agent: bob.id, parents })
    }
  })

  it('a refusal needs no child, and a success does unless it is said otherwise', async () => {
    const { url } = await bobsServer(nodeServer)
    const refused = await withExecutionContext(fetch, judging)(`${url}/not-found`)
    expect(verifiedTokensOf(refused)).toEqual({ subjects: [], supporting: [] })
    expect(await codeOf(withExecutionContext(fetch, judging)(`${url}/open`))).toBe('ECT_FIELD_MISSING')
    const lenient = { ...options, response: { verifier: verifierOf(alice), required: false } }
    const response = await withExecutionContext(fetch, lenient)(`${url}/open`)
    expect(verifiedTokensOf(response).subjects).toEqual([])
  })

  it('a child of another request, or by another key, is refused', async () => {
    const stale = await bobsServer(nodeServer)
    const earlier = await fetch(`${stale.url}/parents`, { headers: { 'execution-context': await aliceToken() } })
    const field = earlier.headers.get('execution-context') ?? ''
    const answer = (value: string) => async () => new Response('', { headers: { 'execution-context': value } })
    const forged = await aliceToken({}, mallory.key)
    expect(await codeOf(withExecutionContext(answer(field), judging)('https://bob.example/'))).toBe(
      'ECT_FIELD_UNRELATED',
    )
    expect(await codeOf(withExecutionContext(answer(forged), judging)('https://bob.example/'))).toBe(
      'ECT_SIGNATURE_INVALID',
    )
  })

  it('keys may come from the Workload Identity Token of the response', async () => {
    const { url } = await bobsServer(nodeServer, { attachParents: false })
    const send = withExecutionContext(
      async (request) => {
        const { status, headers, body } = await fetch(request)
        return new Response(body, {
          status,
          headers: { ...Object.fromEntries(headers), 'workload-identity-token': trusted.wit(bob) },
        })
      },
      {
        ...options,
        response: {
          verifier: {
            verifyAll: async (tokens, call) => ({
              subjects: [await verifierOf(alice).verify(tokens[0] ?? '', call)],
              supporting: [],
            }),
          },
          wit: witSource,
        },
      },
    )
    expect(only(verifiedTokensOf(await send(`${url}/parents`)).subjects).task.agent).toBe(bob.id)
  })

  it('other responses have none', async () => {
    expect(() => verifiedTokensOf(new Response())).toThrow(TypeError)
  })
})
