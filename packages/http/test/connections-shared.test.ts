import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { bobsServer, childIn } from './bobs-server.ts'
import { aliceToken, mallory } from './cast.ts'
import { exchange, send } from './exchange.ts'
import { servers } from './servers/index.ts'

const get = (path: string, token: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: h\r\nExecution-Context: ${token}\r\n${more}\r\n`

describe.each(servers)('$name: connections', (server) => {
  it('[HTTP-FIELD] pipelined requests are answered in order, each with its own child', async () => {
    const { url } = await bobsServer(server)
    const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()] as const
    const [first, second, third] = await Promise.all(ids.map((tid) => aliceToken({ tid })))
    const forged = await aliceToken({}, mallory.key)
    const answers = await exchange(
      url,
      get('/parents?wait=20', first ?? '') +
        get('/parents', forged) +
        get('/stream', second ?? '') +
        get('/parents', third ?? '', 'Connection: close\r\n'),
    )
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '403', '200', '200'])
    const children = [...answers.matchAll(/^execution-context: (.*)\r$/gim)].map(([, field]) => field)
    const parents = []
    for (const field of children) parents.push((await childIn(field)).task.parents)
    expect(parents).toEqual([[ids[0]], [ids[2]]])
  })

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a line break in the field', get('/parents', 'a.b.c\x00')],
    ['a body whose length is no number', `POST /parents HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n`],
    [
      'a body form that is chunked wrongly',
      'POST /parents HTTP/1.1\r\nHost: h\r\nContent-Type: application/wimse-exec+jwt\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
  ])('%s is refused with 400, and others are served', async (_, bytes) => {
    const { url } = await bobsServer(server)
    expect(await exchange(url, bytes)).toMatch(/^HTTP\/1\.1 400/)
    expect((await send(`${url}/parents`, { headers: { 'execution-context': await aliceToken() } })).status).toBe(200)
  })

  it('a client that goes away in the middle of the body form disturbs nobody', async () => {
    const { url } = await bobsServer(server)
    const { port, hostname } = new URL(url)
    const socket = connect(Number(port), hostname)
    const head =
      'POST /parents HTTP/1.1\r\nHost: h\r\nContent-Type: application/wimse-exec+jwt\r\nContent-Length: 99\r\n\r\n'
    await new Promise<void>((resolve) => socket.write(`${head}a.b`, () => resolve()))
    socket.destroy()
    await once(socket, 'close')
    expect((await send(`${url}/parents`, { headers: { 'execution-context': await aliceToken() } })).status).toBe(200)
  })

  it('[HTTP-STATUS] a body form without end is refused with 413, and the connection is closed', async () => {
    const { url } = await bobsServer(server, { maxBodyBytes: 1000 })
    const { port, hostname } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.write('POST /parents HTTP/1.1\r\nHost: h\r\nContent-Type: application/wimse-exec+jwt\r\n')
    socket.write(`Transfer-Encoding: chunked\r\n\r\n10000\r\n${'x'.repeat(65_536)}\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413/)
  })
})
