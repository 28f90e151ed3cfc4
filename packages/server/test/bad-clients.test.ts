import { describe, expect, it } from 'vitest'
import { signedToken } from '../../ledger/contract/tokens.ts'
import { rawClient, statuses } from './raw-client.ts'
import { jsonOf, type TestService, withService } from './test-service.ts'

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
const type = 'Content-Type: application/wimse-exec+jwt'
const post = (body: string): string =>
  `POST /ects HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** What somebody gets who sends this on a connection of his own, until it is closed. */
async function answerTo(text: string, { url, get: ask }: TestService): Promise<string> {
  const client = await rawClient(url)
  client.send(text)
  const received = await client.untilEnd()
  expect((await ask('/healthz')).status).toBe(200)
  return received
}

/** Every answer is one of ours, down to its fields. */
function expectClean(received: string): void {
  for (const answer of received.split(/(?=HTTP\/1\.1 )/g)) {
    expect(answer).toMatch(/^content-security-policy: default-src 'none'/im)
    expect(answer).toMatch(/^content-length: \d+/im)
  }
}

describe('requests that cannot be read', () => {
  it.each([
    ['is no HTTP', 'hello\r\n\r\n'],
    ['is the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['has a field name with a space', 'GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n'],
    ['has two lengths', `POST /ects HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`],
    [
      'has a length and chunks',
      'POST /ects HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['has a NUL in a field', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n'],
    ['has a length that is none', `POST /ects HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: -1\r\n\r\n`],
  ])('one that %s gets 400, and others are answered', (_, text) =>
    withService(async (service) => {
      const received = await answerTo(text, service)
      expect(statuses(received)).toEqual([400])
      expectClean(received)
    }),
  )

  it.each([
    ['no Host', 'GET /entries HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['no version, as before HTTP/1.0', 'GET /healthz\r\n\r\n', 421],
    ['a whole URL', 'GET http://mallory.example/entries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 405],
    ['two slashes', 'GET //mallory.example/entries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 405],
    [
      'an upgrade',
      'GET /entries HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: close, Upgrade\r\n\r\n',
      200,
    ],
    ['an expectation', 'GET /entries HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\nConnection: close\r\n\r\n', 417],
    ['HTTP/1.0', 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n', 200],
  ])('%s gets an answer of ours', (_, text, status) =>
    withService(async (service) => {
      const received = await answerTo(text, service)
      expect(statuses(received)).toEqual([status])
      expectClean(received)
    }),
  )

  it('a chunk that is none ends the request that it is part of', () =>
    withService(async (service) => {
      const head = `POST /ects HTTP/1.1\r\nHost: localhost\r\n${type}\r\nTransfer-Encoding: chunked\r\n\r\n`
      const received = await answerTo(`${head}5\r\nhello\r\nnot-a-length\r\n`, service)
      expect(statuses(received)).toEqual([400])
      expectClean(received)
      expect(await service.ledger.size()).toBe(0)
    }))
})

describe('pipelining', () => {
  it('requests that come at once are answered in their order', () =>
    withService(async ({ url }) => {
      const client = await rawClient(url)
      const [first, second] = [signedToken(), signedToken()]
      client.send(
        post(first) + get('/healthz') + post(second) + get('/entries/1') + get('/nothing') + get('/entries/x'),
      )
      const received = await client.until(/ 400 .*\}$/s)
      expect(statuses(received)).toEqual([201, 200, 201, 200, 404, 400])
      client.close()
    }))

  it('those before one that cannot be read are answered first, and then it', () =>
    withService(async (service) => {
      const received = await answerTo(
        `${post(signedToken())}${get('/entries/0')}NONSENSE\r\n\r\n${get('/log')}`,
        service,
      )
      expect(statuses(received)).toEqual([201, 200, 400])
      expectClean(received)
    }))

  it('what is left of a body that was refused is not taken for a request', () =>
    withService(async (service) => {
      const hidden = get('/healthz')
      const refused = `POST /entries HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${hidden.length}\r\n\r\n`
      const client = await rawClient(service.url)
      client.send(`${refused}${hidden}${get('/entries')}`)
      const received = await client.until(/\{"entries":\[\]\}$/)
      expect(statuses(received)).toEqual([405, 200])
      client.close()
    }))
})

describe('clients that take their time (slowloris)', () => {
  const limits = { headersTimeoutMs: 500, requestTimeoutMs: 1000, timeoutCheckMs: 50 }

  it('one that never ends its fields is told so and cut off, and others are answered', () =>
    withService(
      async (service) => {
        const client = await rawClient(service.url)
        client.send('GET /entries HTTP/1.1\r\nHost: localhost\r\n')
        const drip = setInterval(() => client.send('X: y\r\n'), 20)
        expect((await service.get('/entries')).status).toBe(200)
        const received = await client.untilEnd()
        clearInterval(drip)
        expect(statuses(received)).toEqual([408])
        expectClean(received)
      },
      { limits },
    ))

  it('one that never ends its body is told so and cut off, and nothing is recorded', () =>
    withService(
      async (service) => {
        const token = signedToken()
        const client = await rawClient(service.url)
        client.send(post(token).slice(0, -10))
        expect(await jsonOf(service.post([signedToken()]))).toMatchObject({ sequence: 0 })
        expect(statuses(await client.untilEnd())).toEqual([408])
        expect(await service.ledger.size()).toBe(1)
      },
      { limits },
    ))

  it('one that says nothing at all is cut off', () =>
    withService(
      async (service) => {
        const client = await rawClient(service.url)
        expect(statuses(await client.untilEnd())).toEqual([408])
        expect(await (await service.get('/metrics')).text()).toContain('{reason="timeout"} 1')
      },
      { limits },
    ))

  it('one that got its answer before it had sent everything is cut off without another one', () =>
    withService(
      async (service) => {
        const client = await rawClient(service.url)
        client.send(`POST /entries HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf`)
        expect(statuses(await client.untilEnd())).toEqual([405])
      },
      { limits },
    ))

  it('one that goes away in the middle leaves nothing behind', () =>
    withService(async (service) => {
      const client = await rawClient(service.url)
      client.send(post(signedToken()).slice(0, -10))
      client.close()
      expect((await service.post([signedToken()])).status).toBe(201)
      expect(await service.ledger.size()).toBe(1)
    }))
})
