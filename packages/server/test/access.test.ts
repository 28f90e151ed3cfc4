import { describe, expect, it } from 'vitest'
import { MemoryLedger } from 'wimse-ect'
import { signedToken } from '../../ledger/contract/tokens.ts'
import type { AccessOptions } from '../src/index.ts'
import { createLedgerServer } from '../src/index.ts'
import { routes } from '../src/routes.ts'
import { audience, jsonOf, keys, startService, withService } from './test-service.ts'

const writer = 'writer-0123456789abcdef'
const reader = 'reader-0123456789abcdef'
const access: AccessOptions = { writeTokens: [writer, `${writer}2`], readTokens: [reader] }
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

/** Every route but `/healthz`, as somebody would ask it; the explorer page is there. */
const asked = routes
  .filter(({ path }) => path !== '/healthz')
  .map(({ method, path, needs }) => ({ method, needs, path: path.replace(/\{[^}]+\}/g, '0') }))

describe('access', () => {
  it.each(asked)('$method $path: nobody gets 401, a reader may read, a writer may do both', ({ method, path, needs }) =>
    withService(
      async ({ url }) => {
        const status = async (headers: Record<string, string>): Promise<number> =>
          (await fetch(url + path, { method, headers })).status
        const refused = await fetch(url + path, { method })
        expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
        for (const wrong of ['mallory-0123456789abcdef', `${writer}3`, writer.slice(0, -1), writer.toUpperCase()]) {
          expect(await status(bearer(wrong))).toBe(401)
        }
        expect(await status({ authorization: `Basic ${writer}` })).toBe(401)
        expect(await status({ authorization: `Bearer ${writer}, Bearer ${reader}` })).toBe(401)
        if (needs === 'write') expect(await status(bearer(reader))).toBe(403)
        else expect([401, 403]).not.toContain(await status(bearer(reader)))
        expect([401, 403]).not.toContain(await status(bearer(writer)))
      },
      { access },
    ),
  )

  it('an attacker without a token neither writes nor reads, and learns nothing', () =>
    withService(
      async ({ post, get, ledger, events }) => {
        const token = signedToken()
        expect((await post([token], bearer(writer))).status).toBe(201)
        const [write, read, missing] = [await post([signedToken()]), await get('/entries/0'), await get('/entries/99')]
        const said = await Promise.all([write, read, missing].map((answer) => answer.text()))
        expect(new Set(said).size).toBe(1)
        expect(said[0]).not.toContain('ECT_')
        expect(await ledger.size()).toBe(1)
        expect(await (await get('/healthz')).text()).toBe('ok\n')
        const log = JSON.stringify(events)
        for (const secret of [writer, reader, token, 'Bearer']) expect(log).not.toContain(secret)
      },
      { access },
    ))

  it('[HTTP-SERVICE-CODES] a writer is told the code of a refusal', () =>
    withService(
      async ({ post }) => {
        expect(await jsonOf(post(['a.b.c'], bearer(`${writer}2`)))).toMatchObject({ code: expect.any(String) })
      },
      { access },
    ))

  it('publicReads opens reading, and nothing else', () =>
    withService(
      async ({ post, get }) => {
        expect((await get('/entries')).status).toBe(200)
        expect((await get('/entries', bearer('mallory-0123456789abcdef'))).status).toBe(200)
        expect((await post([signedToken()])).status).toBe(401)
      },
      { access: { writeTokens: [writer], publicReads: true } },
    ))

  it('configured without anybody, nobody may do anything', () =>
    withService(
      async ({ post, get }) => {
        expect((await get('/entries')).status).toBe(401)
        expect((await post([signedToken()])).status).toBe(401)
      },
      { access: {} },
    ))

  it('not configured, everybody on this machine may do both', () =>
    withService(async ({ url, post, get }) => {
      expect(new URL(url).hostname).toBe('127.0.0.1')
      expect((await post([signedToken()])).status).toBe(201)
      expect((await get('/entries/0')).status).toBe(200)
    }))

  it('a page of another site that calls itself 127.0.0.1 (DNS rebinding) may do nothing', async () => {
    const server = createLedgerServer({ ledger: new MemoryLedger(), audience, keys })
    const status = async (host: string): Promise<number> => {
      const request = new Request('http://ledger.invalid/entries', { headers: { host } })
      return (await server.handle(request, { address: '127.0.0.1' })).status
    }
    for (const host of ['mallory.example', 'mallory.example:8787', '127.0.0.1.mallory.example', '127.0.0.1@x', '']) {
      expect(await status(host)).toBe(421)
    }
    for (const host of ['localhost', 'LOCALHOST:8787', '127.0.0.1:8787', '[::1]:8787', '127.9.9.9']) {
      expect(await status(host)).toBe(200)
    }
    await server.close()
  })
})

describe('where the service can be reached', () => {
  const make = (options: object) => () => createLedgerServer({ ledger: new MemoryLedger(), audience, keys, ...options })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'ledger.example.com', '', '::ffff:10.0.0.1'])(
    'refuses to bind "%s" when nobody can be told from others',
    (host) => {
      expect(make({ host })).toThrow(TypeError)
      expect(make({ host, access: {} })).toThrow(TypeError)
      expect(make({ host, access: { publicReads: true, writeTokens: [] } })).toThrow(TypeError)
    },
  )

  it.each(['127.0.0.1', 'localhost', '::1', '127.255.0.1'])('binds "%s" without', async (host) => {
    expect(await make({ host })().close()).toBeUndefined()
  })

  it('binds others when tokens are configured', async () => {
    const service = await startService({ host: '0.0.0.0', access: { readTokens: [reader] } })
    const { port } = new URL(service.url)
    expect((await fetch(`http://127.0.0.1:${port}/entries`)).status).toBe(401)
    expect((await fetch(`http://127.0.0.1:${port}/entries`, { headers: bearer(reader) })).status).toBe(200)
    await service.close()
  })

  it('takes no token that can be guessed or not be sent, and no certificate name that names nothing', () => {
    for (const token of ['', 'short', 'with space 0123456789', 'with-newline-0123456\n', 'n\u00f6n-ascii-0123456789']) {
      expect(make({ access: { writeTokens: [token] } })).toThrow(TypeError)
      expect(make({ access: { readTokens: [token] } })).toThrow(TypeError)
    }
    for (const name of ['', 'alice', 'URI:', 'O=Example']) {
      expect(make({ access: { writeCertificates: [name] }, tls: { ca: 'x' } })).toThrow(TypeError)
    }
    expect(make({ access: { writeCertificates: ['CN=alice'] } })).toThrow(TypeError)
    expect(make({ access: { readCertificates: ['CN=alice'] }, tls: {} })).toThrow(TypeError)
  })

  it('takes no options out of range', () => {
    for (const limits of [{ maxTokens: 0 }, { maxBodyBytes: Number.NaN }, { requestsPerSecond: 0.5 }, { unknown: 1 }]) {
      expect(make({ limits })).toThrow(TypeError)
    }
    expect(make({ limits: { headersTimeoutMs: 2, requestTimeoutMs: 1 } })).toThrow(TypeError)
    expect(make({ maxWorkflows: 0 })).toThrow(TypeError)
    expect(make({ audience: '' })).toThrow(TypeError)
    expect(make({ explorer: import.meta.dirname })).toThrow(TypeError)
  })
})
