import { once } from 'node:events'
import { createServer, type RequestListener, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { contentHash, matchesContentHash } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import type { IssuedToken } from '../src/index.ts'
import { type ExecutionListener, executionContext } from '../src/node/node.ts'
import { childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { task } from './deeds.ts'
import { exchange, type Received, send } from './exchange.ts'
import { listen } from './servers/server.ts'

interface Answered extends Received {
  readonly recorded: readonly IssuedToken[]
  readonly failures: readonly unknown[]
}

/** Asks a server that answers every request with this listener. */
async function ask(listener: ExecutionListener, headers: Record<string, string> = {}): Promise<Answered> {
  const recorded: IssuedToken[] = []
  const failures: unknown[] = []
  const url = await listen(createServer(bobs(listener, recorded, failures)))
  const received = await send(url, { headers: { 'execution-context': await aliceToken(), ...headers } })
  return { ...received, recorded, failures }
}

function bobs(listener: ExecutionListener, recorded: IssuedToken[] = [], failures: unknown[] = []): RequestListener {
  return executionContext(
    {
      verifier: verifierOf(bob),
      issuer: { id: bob.id, key: bob.key },
      record: (child) => recorded.push(child),
      onFailure: (error) => failures.push(error),
    },
    listener,
  )
}

/** Writes in two parts. */
const inTwo: ExecutionListener = (_, response) => {
  response.write('by')
  return response.end('tes')
}

/** Headers in the second form of a list, which the types of Node do not know. */
const pairs = [
  ['X-Note', 'a'],
  ['Set-Cookie', ['a=1', 'b=2']],
]

const textOf = ({ body }: Received): string => new TextDecoder().decode(body)

describe('the head of a response', () => {
  it.each<[string, ExecutionListener]>([
    ['an object', (_, response) => response.writeHead(201, { 'X-Note': 'a', 'Set-Cookie': ['a=1', 'b=2'] })],
    [
      'an object after a phrase',
      (_, response) => response.writeHead(201, 'Made', { 'X-Note': 'a', 'Set-Cookie': ['a=1', 'b=2'] }),
    ],
    ['a list of pairs', (_, response) => Reflect.apply(response.writeHead, response, [201, pairs])],
    ['a list', (_, response) => response.writeHead(201, ['X-Note', 'a', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])],
  ])('given to writeHead as %s goes with the child', async (_, writeHead) => {
    const { status, headers, body } = await ask((request, response, execution) => {
      execution.issueChild(task)
      writeHead(request, response, execution)
      expect(response.headersSent).toBe(true)
      response.end('made')
    })
    expect([status, headers['x-note'], headers['set-cookie']]).toEqual([201, 'a', ['a=1', 'b=2']])
    const child = await childIn(headers['execution-context'])
    expect(await matchesContentHash(child.task.outputHash ?? '', body)).toBe(true)
  })

  it('is as it was at the end, whatever is set after it', async () => {
    const { status, headers } = await ask((_, response, execution) => {
      execution.issueChild(task)
      response.end('made')
      response.statusCode = 500
      expect([response.headersSent, response.writableEnded]).toEqual([true, true])
    })
    expect(status).toBe(200)
    expect(headers['execution-context']).toBeDefined()
  })

  it('[CLAIM-HASH-RAW] is followed by the bytes that were hashed, also when their buffer is used again', async () => {
    const { headers, body } = await ask((_, response, execution) => {
      execution.issueChild(task)
      const buffer = Buffer.from('made')
      response.end(buffer)
      buffer.fill('x')
    })
    const child = await childIn(headers['execution-context'])
    expect(await matchesContentHash(child.task.outputHash ?? '', body)).toBe(true)
    expect(new TextDecoder().decode(body)).toBe('made')
  })

  it('that was flushed is not touched', async () => {
    const { headers, recorded, body } = await ask((_, response, execution) => {
      response.flushHeaders()
      execution.issueChild(task)
      response.end('made')
    })
    expect(headers['execution-context']).toBeUndefined()
    await expect.poll(() => recorded).toHaveLength(1)
    const child = await verifierOf(alice).verify(only(recorded).token)
    expect(child.task.outputHash).toBe(await contentHash(body))
  })

  it('that Node refuses cuts the client off', async () => {
    await expect(
      ask((_, response, execution) => {
        execution.issueChild(task)
        response.writeHead(200, { 'x-note': 'a\nb' }).end('made')
      }),
    ).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

it('a list of headers goes with a trailer, too', async () => {
  const { headers, trailers, recorded } = await ask(
    (request, response, execution) => {
      execution.issueChild(task)
      response.writeHead(200, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])
      return inTwo(request, response, execution)
    },
    { te: 'trailers' },
  )
  expect([headers['set-cookie'], headers.trailer]).toEqual([['a=1', 'b=2'], 'execution-context-task'])
  expect(trailers).toEqual({ 'execution-context-task': only(recorded).taskId })
})

describe('the end of a response', () => {
  it.each<[string, ExecutionListener, string]>([
    ['bytes', (_, response) => response.end(Buffer.from('bytes')), 'bytes'],
    ['text in another encoding', (_, response) => response.end('6279746573', 'hex'), 'bytes'],
    ['nothing', (_, response) => response.end(), ''],
    ['a stream through pipeline', (_, response) => pipeline(Readable.from(['by', 'tes']), response), 'bytes'],
    ['chunks, the last one with the end', inTwo, 'bytes'],
    [
      'a length and chunks',
      (request, response, execution) => {
        response.writeHead(200, { 'content-length': 5 })
        return inTwo(request, response, execution)
      },
      'bytes',
    ],
  ])('with %s is hashed as it is sent', async (_, answer, expected) => {
    // With TE: a trailer beside a length would be a mistake that Node throws at.
    const received = await ask(
      (request, response, execution) => {
        execution.issueChild(task)
        return answer(request, response, execution)
      },
      { te: 'trailers' },
    )
    expect([textOf(received), received.failures]).toEqual([expected, []])
    await expect.poll(() => received.recorded).toHaveLength(1)
    const child = await verifierOf(alice).verify(only(received.recorded).token)
    expect(child.task.outputHash).toBe(await contentHash(received.body))
  })

  it('calls back once, with the child and in a stream', async () => {
    const calls: string[] = []
    const whole = await ask((_, response, execution) => {
      execution.issueChild(task)
      response.end('made', () => calls.push('whole'))
      response.end('again')
    })
    const streamed = await ask(
      (_, response, execution) => {
        execution.issueChild(task)
        response.write('ma')
        response.end('de', 'utf8', () => calls.push('streamed'))
      },
      { te: 'trailers' },
    )
    expect([textOf(whole), textOf(streamed)]).toEqual(['made', 'made'])
    await expect.poll(() => calls).toEqual(['whole', 'streamed'])
  })

  it('is the end: who writes after it cuts the client off', async () => {
    const answer = ask((_, response, execution) => {
      execution.issueChild(task)
      response.on('error', () => {})
      response.end('made')
      response.write('more')
    })
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('no trailer is sent over HTTP/1.0', async () => {
    const recorded: IssuedToken[] = []
    const url = await listen(
      createServer(
        bobs((_, response, execution) => {
          execution.issueChild(task)
          response.write('ma')
          response.end('de')
        }, recorded),
      ),
    )
    const answer = await exchange(
      url,
      `GET / HTTP/1.0\r\nTE: trailers\r\nExecution-Context: ${await aliceToken()}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:(?!trailer)[^\r]*\r\n)*\r\nmade$/i)
    await expect.poll(() => recorded).toHaveLength(1)
  })
})

/** What was recorded is the child of the next request and no other. */
async function expectOnlyNext(url: string, recorded: readonly IssuedToken[]): Promise<void> {
  const { headers } = await send(`${url}/next`, { headers: { 'execution-context': await aliceToken() } })
  const { task } = await childIn(headers['execution-context'])
  expect(recorded.map(({ taskId }) => taskId)).toEqual([task.taskId])
}

it.each(['the client', 'the server'])(
  'a response whose connection %s closes before its end has no child',
  async (who) => {
    const recorded: IssuedToken[] = []
    let close = (): void => {}
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    const server = createServer(
      bobs((incoming, response, execution) => {
        execution.issueChild(task)
        if (incoming.url === '/next') return response.end('next')
        response.on('close', () => close())
        // More than the sockets hold, so that the end waits.
        response.write(new Uint8Array(30_000_000))
        return response.end('the last of it')
      }, recorded),
    )
    const url = await listen(server)
    const outgoing = request(url, { headers: { 'execution-context': await aliceToken() } }).end()
    outgoing.on('error', () => {})
    const [response] = await once(outgoing, 'response')
    response.on('error', () => {})
    if (who === 'the client') outgoing.destroy()
    else server.closeAllConnections()
    await closed
    await expectOnlyNext(url, recorded)
  },
)

it('a response that the handler itself destroyed has no child, whatever it is given after that', async () => {
  const recorded: IssuedToken[] = []
  const listener = bobs((request, response, execution) => {
    execution.issueChild(task)
    if (request.url === '/next') return response.end('next')
    response.destroy()
    return response.end('made')
  }, recorded)
  const url = await listen(createServer(listener))
  const headers = { 'execution-context': await aliceToken() }
  await expect(send(url, { headers })).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expectOnlyNext(url, recorded)
})

describe('a handler that fails', () => {
  it('before the head is answered with 500', async () => {
    const { status, headers, failures } = await ask((_, _response, execution) => {
      execution.issueChild(task)
      throw new Error('s3cr3t')
    })
    expect([status, headers['content-type'], headers['execution-context']]).toEqual([
      500,
      'application/problem+json',
      undefined,
    ])
    expect(failures).toEqual([new Error('s3cr3t')])
  })

  it('after the head cuts the client off', async () => {
    for (const begin of ['head', 'body']) {
      const answer = ask(async (_, response, execution) => {
        execution.issueChild(task)
        response.writeHead(200)
        if (begin === 'body') response.write('ma')
        throw new Error('s3cr3t')
      })
      await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' })
    }
  })

  it('after the end changes nothing', async () => {
    const { status, headers, failures } = await ask((_, response, execution) => {
      execution.issueChild(task)
      response.end('made')
      throw new Error('s3cr3t')
    })
    expect([status, failures]).toEqual([200, [new Error('s3cr3t')]])
    expect(headers['execution-context']).toBeDefined()
  })
})

it('a path that is no URL is told to the logger as /', async () => {
  const paths: string[] = []
  const verifier = verifierOf(bob)
  const listener = executionContext({ verifier, onRefusal: (_, { path }) => paths.push(path) }, () => {})
  const url = await listen(createServer(listener))
  for (const target of ['*', '//', 'http://[', '//user:pass@host/a b']) {
    await exchange(url, `OPTIONS ${target.replace(' ', '%20')} HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n`)
  }
  expect(paths).toEqual(['/*', '//', '/', '//user:pass@host/a%20b'])
})
