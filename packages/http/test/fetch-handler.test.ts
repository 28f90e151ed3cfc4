import { contentHash } from '@wimse-ect/claims'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  type ExecutionContextOptions,
  type ExecutionHandler,
  executionContext,
  type IssuedToken,
} from '../src/index.ts'
import { childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { task } from './deeds.ts'

let recorded: IssuedToken[] = []

beforeEach(() => {
  recorded = []
})

/** Asks bob, whose handler this is. */
async function ask(handler: ExecutionHandler, options: Partial<ExecutionContextOptions> = {}, claims = {}) {
  const handle = executionContext(
    {
      verifier: verifierOf(bob),
      issuer: { id: bob.id, key: bob.key },
      record: (child) => recorded.push(child),
      ...options,
    },
    handler,
  )
  return handle(new Request('https://bob.example/', { headers: { 'execution-context': await aliceToken(claims) } }))
}

const hashOf = (text: string): Promise<string> => contentHash(new TextEncoder().encode(text))

async function recordedHash(): Promise<string | undefined> {
  const { task } = await verifierOf(alice).verify(only(recorded).token)
  return task.outputHash
}

describe('a response of the fetch API', () => {
  it('longer than maxHeldBytes is streamed, from its first byte', async () => {
    const body = 'x'.repeat(1000)
    const response = await ask(
      (_, execution) => {
        execution.issueChild(task)
        return new Response(new Blob([body, 'y']).stream())
      },
      { maxHeldBytes: 1000 },
    )
    expect(response.headers.has('execution-context')).toBe(false)
    expect(recorded).toEqual([])
    expect(await response.text()).toBe(`${body}y`)
    expect(await recordedHash()).toBe(await hashOf(`${body}y`))
  })

  it('of exactly maxHeldBytes is held', async () => {
    const response = await ask(
      (_, execution) => {
        execution.issueChild(task)
        return new Response('x'.repeat(1000))
      },
      { maxHeldBytes: 1000 },
    )
    expect((await childIn(response.headers.get('execution-context'))).task.outputHash).toBe(
      await hashOf('x'.repeat(1000)),
    )
  })

  it('is streamed when the handler says so', async () => {
    const response = await ask((_, execution) => {
      execution.issueChild(task, { streamed: true })
      return new Response('short')
    })
    expect(response.headers.has('execution-context')).toBe(false)
    expect(await response.text()).toBe('short')
    expect(await recordedHash()).toBe(await hashOf('short'))
  })

  it('keeps its status, its headers and its absence of a body', async () => {
    const response = await ask((_, execution) => {
      execution.issueChild(task)
      return Response.redirect('https://bob.example/result', 303)
    })
    expect([response.status, response.headers.get('location'), response.body]).toEqual([
      303,
      'https://bob.example/result',
      null,
    ])
    expect((await childIn(response.headers.get('execution-context'))).task.outputHash).toBe(await hashOf(''))
  })

  it('that nobody takes to its end has no child', async () => {
    const response = await ask((_, execution) => {
      execution.issueChild(task, { streamed: true })
      return new Response(new Blob(['a long body']).stream())
    })
    await response.body?.cancel()
    expect(recorded).toEqual([])
  })

  it('that breaks off while it is held fails as the handler would', async () => {
    const answer = ask((_, execution) => {
      execution.issueChild(task)
      const body = new ReadableStream({ pull: () => Promise.reject(new Error('broken')) })
      return new Response(body)
    })
    await expect(answer).rejects.toThrow('broken')
    expect(recorded).toEqual([])
  })
})

describe('issueChild', () => {
  const announce = (claims: Parameters<Parameters<ExecutionHandler>[1]['issueChild']>[0], options = {}) =>
    ask((_, execution) => {
      execution.issueChild(claims)
      return new Response('')
    }, options)

  it.each([
    ['without issuer', () => announce(task, { issuer: undefined })],
    [
      'without parents and audience',
      () =>
        announce(task, { required: false, verifier: { verifyAll: async () => ({ subjects: [], supporting: [] }) } }),
    ],
    [
      'twice',
      () =>
        ask((_, execution) => {
          execution.issueChild(task)
          execution.issueChild(task)
          return new Response('')
        }),
    ],
  ])('%s is a mistake', async (_, answer) => {
    await expect(answer()).rejects.toThrow(TypeError)
  })

  it('after the response is a mistake', async () => {
    let late = (): unknown => undefined
    await ask((_, execution) => {
      late = () => execution.issueChild(task)
      return new Response('')
    })
    expect(late).toThrow(TypeError)
  })

  it('takes audience, workflow and task id of the handler, and tells the id as it is written', async () => {
    const [tid, wid] = ['abcdef00-0000-4000-8000-000000000001', crypto.randomUUID()]
    const aud = [alice.id, 'spiffe://example.com/system/ledger']
    let told: unknown
    const response = await ask((_, execution) => {
      told = execution.issueChild({ ...task, tid: tid.toUpperCase(), wid, aud })
      return new Response('')
    })
    expect(told).toEqual({ taskId: tid })
    expect((await childIn(response.headers.get('execution-context'))).claims).toMatchObject({ tid, wid, aud })
  })

  it('the issuer may have a clock, a lifetime and a kind of identifiers', async () => {
    const now = Math.floor(Date.now() / 1000) - 10
    const issuer = { id: bob.id, key: bob.key, clock: () => now, lifetime: 60, ids: 'opaque' as const }
    await announce({ ...task, tid: 'task-001' }, { issuer, attachParents: false })
    const verifier = verifierOf(alice, { ids: 'opaque' })
    expect((await verifier.verify(only(recorded).token)).claims).toMatchObject({
      iat: now,
      exp: now + 60,
      tid: 'task-001',
    })
  })
})

it.each([
  ['verifier', { verifier: {} }],
  ['required', { required: 'yes' }],
  ['maxHeldBytes', { maxHeldBytes: Number.NaN }],
  ['issuer', { issuer: { key: bob.key } }],
  ['record', { record: 'ledger' }],
])('a wrong option %s is a mistake', (_, options) => {
  const all = { verifier: verifierOf(bob), ...options }
  expect(() => Reflect.apply(executionContext, undefined, [all, () => new Response()])).toThrow(TypeError)
})

it('a logger that throws changes nothing', async () => {
  const onRefusal = (): never => {
    throw new Error('the disk is full')
  }
  expect((await ask(() => new Response(), { onRefusal }, { aud: alice.id })).status).toBe(403)
})
