import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MemoryLedger } from 'wimse-ect'
import { signedToken, uuid, verifiedAt } from '../../ledger/contract/tokens.ts'
import { createLedgerServer, type LedgerServer } from '../src/index.ts'
import { routes } from '../src/routes.ts'
import { rawClient } from './raw-client.ts'
import { audience, keys, startService, type TestService } from './test-service.ts'

const headers = { host: 'localhost', 'content-type': 'application/wimse-exec+jwt' }
let server: LedgerServer
let service: TestService
beforeAll(async () => {
  const limits = { requestBurst: 1_000_000, requestsPerSecond: 1_000_000 }
  server = createLedgerServer({ ledger: new MemoryLedger(), audience, keys, limits, clock: () => verifiedAt })
  const body = signedToken({ wid: uuid(1) })
  await server.handle(new Request('http://localhost/ects', { method: 'POST', headers, body }), { address: '::1' })
  service = await startService({ limits })
})
afterAll(async () => {
  service.cut()
  await service.close()
  await server.close()
})

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(uuid(1), '0', '-1', '1e9', '..', '%'),
)
const path = fc
  .tuple(fc.constantFrom(...routes.map((route) => route.path)), fc.array(words, { maxLength: 3 }))
  .map(([template, values]) => template.replace(/\{[^}]+\}/g, () => encodeURIComponent(values.pop() ?? '0')))
const query = fc.dictionary(
  fc.constantFrom('from', 'to', 'size', 'sequence', 'limit', 'format', 'cursor', 'q', 'iss', 'jti'),
  words,
)

it('[HTTP-STATUS] whatever is asked, the answer is one of ours, and no failure', () =>
  fc.assert(
    fc.asyncProperty(
      path,
      query,
      fc.constantFrom('GET', 'HEAD', 'POST'),
      words,
      async (asked, parameters, method, body) => {
        const search = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        const init = method === 'POST' ? { method, headers, body } : { method, headers }
        const answer = await server.handle(new Request(`http://localhost${asked}?${search.join('&')}`, init), {
          address: '127.0.0.1',
        })
        expect(answer.status).toBeLessThan(500)
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        const isProblem = answer.headers.get('content-type') === 'application/problem+json'
        expect(isProblem).toBe(answer.status >= 400)
      },
    ),
    { numRuns: 2000 },
  ))

it('whatever bytes arrive on a connection, others are answered', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary-ascii', maxLength: 300 }), fc.boolean(), async (bytes, isBehind) => {
      const client = await rawClient(service.url)
      if (isBehind) client.send('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
      client.send(bytes)
      client.socket.end()
      const received = await client.untilEnd()
      if (isBehind) expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect((await service.get('/healthz')).status).toBe(200)
    }),
    { numRuns: 200 },
  ))
