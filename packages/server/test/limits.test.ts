import { describe, expect, it } from 'vitest'
import { admit, MemoryLedger } from 'wimse-ect'
import { signedToken, token } from '../../ledger/contract/tokens.ts'
import { RateLimiter } from '../src/rate-limiter.ts'
import { rawClient, statuses } from './raw-client.ts'
import { jsonOf, withService } from './test-service.ts'

describe('limits', () => {
  it('[HTTP-STATUS] a body with too many bytes is refused, declared or not, and others are answered', () =>
    withService(
      async ({ url, post, get, ledger }) => {
        expect((await post([signedToken()])).status).toBe(201)
        const refused = await post(Array.from({ length: 4 }, () => signedToken()))
        expect([refused.status, (await jsonOf(refused)).code]).toEqual([413, 'ECT_FIELD_BODY_SIZE'])
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            controller.enqueue(new Uint8Array(1000).fill(97))
          },
        })
        const endless = {
          method: 'POST',
          headers: { 'content-type': 'application/wimse-exec+jwt' },
          body,
          duplex: 'half',
        }
        expect((await fetch(`${url}/ects`, endless)).status).toBe(413)
        expect((await get('/healthz')).status).toBe(200)
        expect(await ledger.size()).toBe(1)
      },
      { limits: { maxBodyBytes: 1500 } },
    ))

  it('[HTTP-LIMIT-TOKENS] a request with too many tokens is refused, with as many as allowed it is not', () =>
    withService(
      async ({ post }) => {
        const tokens = [signedToken(), signedToken(), signedToken()]
        const refused = await post(tokens)
        expect([refused.status, (await jsonOf(refused)).code]).toEqual([431, 'ECT_FIELD_COUNT'])
        expect((await jsonOf(post(tokens.slice(1)))).results).toHaveLength(2)
      },
      { limits: { maxTokens: 2 } },
    ))

  it('header fields that are too long are refused with a problem', () =>
    withService(
      async ({ get }) => {
        const answer = await get('/entries', { cookie: 'x'.repeat(4000) })
        expect([answer.status, answer.headers.get('content-type')]).toEqual([431, 'application/problem+json'])
        expect(answer.headers.get('content-security-policy')).not.toBeNull()
        expect((await get('/entries')).status).toBe(200)
      },
      { limits: { maxHeaderBytes: 2000 } },
    ))

  it('a client that asks too often is told when to come back', () =>
    withService(
      async ({ get }) => {
        const answers = []
        for (let at = 0; at < 4; at++) answers.push(await get('/healthz'))
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
        expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
      },
      // One more would pass only after a thousand seconds.
      { limits: { requestBurst: 3, requestsPerSecond: 1 } },
    ))

  it('more requests at the same time than allowed are answered with 503, and others are finished', async () => {
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let asked = 0
    class SlowLedger extends MemoryLedger {
      override async getBySequence(sequence: number) {
        asked += 1
        await gate
        return super.getBySequence(sequence)
      }
    }
    await withService(
      async ({ get, post }) => {
        await post([signedToken()])
        const slow = [get('/entries/0'), get('/entries/0')]
        while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 5))
        const refused = await get('/healthz')
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
        release()
        expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200])
        expect((await get('/healthz')).status).toBe(200)
        expect(await (await get('/metrics')).text()).toContain('ect_requests_turned_away_total{reason="overload"} 1')
      },
      { ledger: new SlowLedger(), limits: { maxConcurrentRequests: 2 } },
    )
  })

  it.each(['maxConnections', 'maxConnectionsPerClient'])(
    'more connections than %s are closed, and there is room again when others go',
    (limit) =>
      withService(
        async ({ url }) => {
          const ask = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
          const [first, second] = [await rawClient(url), await rawClient(url)]
          for (const client of [first, second]) {
            client.send(ask)
            expect(statuses(await client.until(/ok\n$/))).toEqual([200])
          }
          const third = await rawClient(url)
          third.send(ask)
          expect(await third.untilEnd()).toBe('')
          first.close()
          await first.gone
          for (;;) {
            const fourth = await rawClient(url)
            fourth.send(ask)
            const answer = await fourth.until(/ok\n$/)
            fourth.close()
            if (answer !== '') break
          }
          second.close()
        },
        { limits: { [limit]: 2 } },
      ),
  )

  it('a client that never reads its answers is cut off', async () => {
    const ledger = new MemoryLedger()
    const filler = { 'com.example.filler': 'x'.repeat(1000) }
    await ledger.appendMany(
      Array.from({ length: 500 }, () => token(filler)),
      admit,
    )
    await withService(
      async ({ url, get }) => {
        const client = await rawClient(url)
        client.socket.pause()
        client.send('GET /entries?limit=500 HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20))
        // Only who writes notices that the other side is gone, when he does not read.
        const writes = setInterval(() => client.send('\r\n'), 1000)
        await client.gone
        clearInterval(writes)
        expect((await get('/entries?limit=1')).status).toBe(200)
      },
      { ledger, limits: { idleTimeoutMs: 500 } },
    )
  })
})

describe('the rate of one client', () => {
  it('is a burst, then so many per second, whatever others do', () => {
    let now = 0
    const limiter = new RateLimiter({ requestsPerSecond: 2, requestBurst: 3 }, () => now)
    const admit = (address: string): boolean => limiter.admit(address) === 0
    expect([admit('192.0.2.1'), admit('192.0.2.1'), admit('192.0.2.1'), admit('192.0.2.1')]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(admit('192.0.2.2')).toBe(true)
    now += 500
    expect([admit('192.0.2.1'), admit('192.0.2.1')]).toEqual([true, false])
    expect(limiter.admit('192.0.2.1')).toBe(1)
    now += 1e9
    expect([admit('192.0.2.1'), admit('192.0.2.1'), admit('192.0.2.1'), admit('192.0.2.1')]).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('counts for a whole IPv6 /64, and for an IPv4 address in either spelling', () => {
    const limiter = new RateLimiter({ requestsPerSecond: 1, requestBurst: 1 }, () => 0)
    const admit = (address: string): boolean => limiter.admit(address) === 0
    expect([admit('2001:db8:1:2::1'), admit('2001:db8:1:2:ffff::9'), admit('2001:db8:1:3::1')]).toEqual([
      true,
      false,
      true,
    ])
    expect([admit('192.0.2.1'), admit('::ffff:192.0.2.1')]).toEqual([true, false])
    expect([admit('::1'), admit('0:0:0:0:5::')]).toEqual([true, false])
  })

  it('forgets clients when there are very many, those first that came last', () => {
    const limiter = new RateLimiter({ requestsPerSecond: 1, requestBurst: 1 }, () => 0)
    limiter.admit('192.0.2.1')
    limiter.admit('192.0.2.2')
    for (let at = 0; at < 9_999; at++) limiter.admit(`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`)
    expect(limiter.admit('192.0.2.2')).toBeGreaterThan(0)
    expect(limiter.admit('192.0.2.1')).toBe(0)
  })
})
