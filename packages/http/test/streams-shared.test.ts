import { once } from 'node:events'
import { request } from 'node:http'
import { matchesContentHash } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { bobsServer, only, recordedChild } from './bobs-server.ts'
import { aliceToken } from './cast.ts'
import { chunks, held } from './deeds.ts'
import { send } from './exchange.ts'
import { servers } from './servers/index.ts'
import { connectionsOf } from './servers/server.ts'

const withToken = async (headers: Record<string, string> = {}) => ({
  headers: { 'execution-context': await aliceToken(), ...headers },
})

describe.each(servers)('$name: streamed responses', (server) => {
  it('[CLAIM-HASH-RAW] the child of a stream hashes the bytes that were sent, and goes to the ledger', async () => {
    const bobs = await bobsServer(server)
    const { status, headers, body } = await send(`${bobs.url}/stream`, await withToken())
    expect([status, headers['execution-context'], headers.trailer]).toEqual([200, undefined, undefined])
    const { task } = await recordedChild(bobs)
    expect(only(bobs.recorded)).toMatchObject({ streamed: true, taskId: task.taskId })
    // The last event names the task.
    expect(new TextDecoder().decode(body)).toBe(`${chunks.join('')}event: done\ndata: ${task.taskId}\n\n`)
    expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
    expect(bobs.failures).toEqual([])
  })

  it('bytes arrive while the work goes on', async () => {
    const bobs = await bobsServer(server)
    const response = await fetch(`${bobs.url}/held`, await withToken())
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: one\n\n')
    expect(bobs.recorded).toEqual([])
    held.letGo()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: two\n\n')
    expect((await reader?.read())?.done).toBe(true)
    await recordedChild(bobs)
  })

  it.each([{}, { te: 'trailers' }])('a client that goes away in the middle leaves no child behind, %o', async (te) => {
    const bobs = await bobsServer(server)
    const outgoing = request(`${bobs.url}/held`, { agent: false, ...(await withToken(te)) }).end()
    const [response] = await once(outgoing, 'response')
    await once(response, 'data')
    outgoing.destroy()
    await expect.poll(() => connectionsOf(bobs.url)).toBe(0)
    held.letGo()
    await held.ended
    // What comes after it is as ever, and the only one.
    await send(`${bobs.url}/stream`, await withToken())
    const { task } = await recordedChild(bobs)
    expect(only(bobs.recorded).taskId).toBe(task.taskId)
    expect(bobs.failures).toEqual([])
  })

  it.each([{}, { te: 'trailers' }])(
    'a client that does not take the last bytes leaves no child behind, %o',
    async (te) => {
      const bobs = await bobsServer(server)
      const outgoing = request(`${bobs.url}/large`, { agent: false, ...(await withToken(te)) }).end()
      const [response] = await once(outgoing, 'response')
      await once(response, 'readable')
      // It reads no further, while the server answers somebody else to the end.
      await send(`${bobs.url}/stream`, await withToken(te))
      await recordedChild(bobs)
      outgoing.destroy()
      await expect.poll(() => connectionsOf(bobs.url)).toBe(0)
      expect([bobs.recorded.length, bobs.failures]).toEqual([1, []])
    },
  )

  it('a stream that breaks off at its source cuts the client off, and has no child', async () => {
    const bobs = await bobsServer(server)
    await expect(send(`${bobs.url}/broken-stream`, await withToken())).rejects.toMatchObject({ code: 'ECONNRESET' })
    await send(`${bobs.url}/stream`, await withToken())
    await recordedChild(bobs)
    expect(bobs.recorded).toHaveLength(1)
  })

  it.each([
    ['a ledger that fails', { record: () => Promise.reject(new Error('away')) }, 'Error: away'],
    ['no ledger', { record: undefined }, 'TypeError: the child of a streamed response needs the option record'],
  ])('%s leaves the stream whole, and the logger is told', async (_, options, failure) => {
    const bobs = await bobsServer(server, options)
    for (const te of [{}, { te: 'trailers' }]) {
      const { status, body, trailers } = await send(`${bobs.url}/stream`, await withToken(te))
      expect([status, trailers]).toEqual([200, {}])
      expect(new TextDecoder().decode(body)).toContain(chunks.join(''))
    }
    await expect.poll(() => bobs.failures).toEqual([failure, failure])
  })
})
describe.each(servers.filter((each) => each.hasTrailers))('$name: trailers', (server) => {
  it('a client that reads trailers is told the task id in one', async () => {
    const bobs = await bobsServer(server)
    const { headers, trailers } = await send(`${bobs.url}/stream`, await withToken({ te: 'gzip, Trailers' }))
    expect(headers.trailer).toBe('execution-context-task')
    // It is there when the response ends, and recorded before.
    expect(trailers).toEqual({ 'execution-context-task': only(bobs.recorded).taskId })
  })

  it('a stream without child ends without trailer', async () => {
    const bobs = await bobsServer(server)
    const { body, trailers } = await send(`${bobs.url}/stream-without-child`, await withToken({ te: 'trailers' }))
    expect(new TextDecoder().decode(body)).toBe(chunks.join(''))
    expect([trailers, bobs.recorded, bobs.failures]).toEqual([{}, [], []])
  })
})

describe.each(servers.filter((each) => each.hasCompression))('$name: compression', (server) => {
  it('the bytes of a compressed stream are hashed as fetch reads them', async () => {
    const bobs = await bobsServer(server, {}, { compression: true })
    const headers = { 'accept-encoding': 'gzip' }
    const response = await fetch(`${bobs.url}/stream`, await withToken(headers))
    const body = new Uint8Array(await response.arrayBuffer())
    const { task } = await recordedChild(bobs)
    expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
  })
})
