import { EctError, matchesContentHash } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import type { Signer } from 'wimse-ect'
import { bobsServer, childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { chunks, longText } from './deeds.ts'
import { send } from './exchange.ts'
import { servers } from './servers/index.ts'

const withToken = async (claims = {}, headers = {}) => ({
  headers: { 'execution-context': await aliceToken(claims), ...headers },
})

describe.each(servers)('$name: responses', (server) => {
  it('[HTTP-FIELD] the child names the subjects as parents, goes to their agents and carries their workflow on', async () => {
    const { url, recorded, failures } = await bobsServer(server)
    const [tid, wid] = [crypto.randomUUID(), crypto.randomUUID()]
    const { status, headers } = await send(`${url}/parents`, await withToken({ tid, wid }))
    expect(status).toBe(200)
    const child = await childIn(headers['execution-context'])
    expect(child.claims).toMatchObject({ iss: bob.id, aud: [alice.id], par: [tid], wid, exec_act: 'implement_module' })
    expect(recorded).toEqual([{ token: child.compact, taskId: child.task.taskId, streamed: false }])
    expect(failures).toEqual([])
  })

  it('[CLAIM-HASH-RAW] out_hash is that of the bytes that the client received', async () => {
    const { url } = await bobsServer(server)
    for (const path of ['/parents', '/long']) {
      const { headers, body } = await send(url + path, await withToken())
      const { task } = await childIn(headers['execution-context'])
      expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
    }
  })

  it.each([
    ['GET', '/nothing', 204],
    ['HEAD', '/long', 200],
  ])('%s %s has no content, so its child has no out_hash', async (method, path, status) => {
    const { url } = await bobsServer(server)
    const response = await send(url + path, { ...(await withToken()), method })
    expect(response.status).toBe(status)
    const { task } = await childIn(response.headers['execution-context'])
    expect([task.outputHash, response.body.length]).toEqual([undefined, 0])
  })

  it('a handler that announces no child sends none', async () => {
    const { url, recorded } = await bobsServer(server)
    const { status, headers } = await send(`${url}/open`, await withToken())
    expect([status, headers['execution-context'], recorded]).toEqual([200, undefined, []])
  })

  it.each([
    ['/open', '1 subjects'],
    ['/stream-without-child', chunks.join('')],
  ])('a server that issues nothing leaves %s alone', async (path, expected) => {
    const { url } = await bobsServer(server, { issuer: undefined })
    const { status, headers, body } = await send(url + path, await withToken({}, { te: 'trailers' }))
    expect([status, headers.trailer, new TextDecoder().decode(body)]).toEqual([200, undefined, expected])
  })

  it.each([
    ['/throw', 500],
    ['/not-found', 404],
    ['/rejected-and-broken', 500],
  ])('no child says that work was done where %s is answered with %i', async (path, status) => {
    const { url, recorded } = await bobsServer(server)
    const response = await send(url + path, await withToken())
    expect([response.status, response.headers['execution-context'], recorded]).toEqual([status, undefined, []])
    expect(new TextDecoder().decode(response.body)).not.toContain('child')
  })

  it('a rejected task has its child, also where the client is told that it failed', async () => {
    const { url } = await bobsServer(server)
    const { status, headers, body } = await send(`${url}/rejected`, await withToken())
    const { task } = await childIn(headers['execution-context'])
    expect([status, task.decision]).toEqual([403, 'rejected'])
    expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
  })

  it.each([
    ['a signer that fails', 500, 'ECT_SIGNATURE_SIGNER', { issuer: { id: bob.id, key: brokenSigner() } }],
    ['a key of somebody else', 500, 'ECT_PARTY_ISSUER', { issuer: { id: bob.id, key: alice.key } }],
    [
      'a ledger that is away',
      503,
      'ECT_LEDGER_UNAVAILABLE',
      { record: () => Promise.reject(new EctError('ECT_LEDGER_UNAVAILABLE')) },
    ],
    ['a field that is too small', 500, 'ECT_FIELD_SIZE', { maxFieldBytes: 100 }],
  ])('%s replaces the response with a problem', async (_, status, code, options) => {
    const { url, failures, recorded } = await bobsServer(server, options)
    const response = await send(`${url}/long`, await withToken())
    expect([response.status, response.headers['execution-context']]).toEqual([status, undefined])
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
    const text = new TextDecoder().decode(response.body)
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status })
    expect([failures, recorded]).toEqual([[code], []])
  })

  it('parents that do not fit into the field are left out, and so they are when nobody wants them', async () => {
    const token = await aliceToken()
    for (const options of [{ maxFieldBytes: 1000 }, { attachParents: false }]) {
      const { url } = await bobsServer(server, { ...options, verifier: verifierOf(bob) })
      const headers = { 'execution-context': token }
      const { headers: received } = await send(`${url}/parents`, { headers })
      const child = await verifierOf(alice).verify(String(received['execution-context']))
      expect(child.task.agent).toBe(bob.id)
    }
  })

  it('[HTTP-FIELD] requests at the same time do not mix', async () => {
    const { url } = await bobsServer(server)
    const ids = Array.from({ length: 30 }, () => crypto.randomUUID())
    const answers = ids.map(async (tid, at) => {
      const response = await fetch(`${url}/parents?wait=${(at * 7) % 20}`, await withToken({ tid }))
      const body = new Uint8Array(await response.arrayBuffer())
      const { task } = await childIn(response.headers.get('execution-context'))
      expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
      return only(task.parents)
    })
    expect(await Promise.all(answers)).toEqual(ids)
  })
})

describe.each(servers.filter((each) => each.hasCompression))('$name: compression', (server) => {
  it('out_hash is that of what fetch reads, also where the wire is compressed', async () => {
    const { url } = await bobsServer(server, {}, { compression: true })
    const response = await fetch(`${url}/long`, await withToken())
    expect(response.headers.get('content-encoding')).toMatch(/^(?:gzip|br|deflate)$/)
    const body = new Uint8Array(await response.arrayBuffer())
    expect(new TextDecoder().decode(body)).toBe(longText)
    const { task } = await childIn(response.headers.get('execution-context'))
    expect(await matchesContentHash(task.outputHash ?? '', body)).toBe(true)
  })
})

function brokenSigner(): Signer {
  const { publicJwk } = bob
  return { alg: 'ES256', kid: 'bob-key', publicJwk, sign: () => Promise.reject(new Error('the HSM is away')) }
}
