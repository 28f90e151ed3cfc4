import { EctError } from '@wimse-ect/claims'
import { jwksCache } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { remoteJwksKeys } from '../src/remote-key-set.ts'
import { alice, bob, keySet, mallory } from './cast.ts'
import { json, type KeyServer, startKeyServer, status, text } from './key-server.ts'
import { errorOf, refusal } from './refusal.ts'
import { ect, now } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

const unavailable = ['ECT_KEY_UNAVAILABLE', undefined]

let server: KeyServer
beforeEach(async () => {
  server = await startKeyServer()
  server.answer = json(keySet)
  // jose reads Date; timers stay real, so that requests and time-outs work.
  vi.useFakeTimers({ now: now * 1000, toFake: ['Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

function passSeconds(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000)
}

describe('remoteJwksKeys', () => {
  it('[VERIFY-KEY-ANSWER] answers from the set behind the URL', async () => {
    const owner = { ...alice.member, nbf: 1, exp: 2, revoked: { reason: 'lost' } }
    server.answer = json({ keys: [owner] })
    expect(await remoteJwksKeys(server.url)('alice-key')).toEqual({
      jwk: owner,
      subject: alice.id,
      notBefore: 1,
      expiresAt: 2,
      revoked: true,
    })
  })

  it('serves a verifier', async () => {
    expect(await refusal(() => verifierForBob({ keys: remoteJwksKeys(new URL(server.url)) }).verify(ect()))).toBe(
      'accepted',
    )
  })

  it('fetches nothing before it is asked, and then once', async () => {
    const keys = remoteJwksKeys(server.url)
    expect(server.requests).toBe(0)
    const first = await keys('alice-key')
    expect((await keys('alice-key'))?.jwk).toBe(first?.jwk)
    expect((await keys('bob-key'))?.subject).toBe(bob.id)
    expect(server.requests).toBe(1)
  })

  it('fetches once for many that ask at the same time', async () => {
    const keys = remoteJwksKeys(server.url)
    const ask = async (kid: string) => keys(kid)
    const found = await Promise.all(['alice-key', 'bob-key', 'mallory-key', 'carol-key', 'alice-key'].map(ask))
    expect(found.map((key) => key?.subject)).toEqual([alice.id, bob.id, mallory.id, undefined, alice.id])
    expect(server.requests).toBe(1)
  })

  it('[VERIFY-KEY-RESOLVES] a flood of unknown kids makes one request per cool-down of 30 seconds', async () => {
    const keys = remoteJwksKeys(server.url)
    const flood = () => Promise.all(Array.from({ length: 50 }, async (_, n) => keys(`kid-${n}`)))
    expect(await flood()).toEqual(Array.from({ length: 50 }, () => undefined))
    passSeconds(29)
    await flood()
    expect(server.requests).toBe(1)
    passSeconds(1)
    await flood()
    expect(server.requests).toBe(2)
  })

  it('finds a key that was published after the last request, once the cool-down is over', async () => {
    server.answer = json({ keys: [alice.member] })
    const keys = remoteJwksKeys(server.url)
    expect(await keys('bob-key')).toBeUndefined()
    server.answer = json(keySet)
    expect(await keys('bob-key')).toBeUndefined()
    passSeconds(30)
    expect((await keys('bob-key'))?.subject).toBe(bob.id)
    expect(server.requests).toBe(2)
  })

  it('asks again for known keys after cacheMaxAge, and drops those that are no longer published', async () => {
    const keys = remoteJwksKeys(server.url)
    await keys('alice-key')
    server.answer = json({ keys: [bob.member] })
    passSeconds(599)
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
    passSeconds(1)
    expect(await keys('alice-key')).toBeUndefined()
    expect(server.requests).toBe(2)
  })

  it('takes the durations of jose, in milliseconds', async () => {
    const keys = remoteJwksKeys(server.url, { cooldownDuration: 1000, cacheMaxAge: 2000 })
    await keys('alice-key')
    passSeconds(1)
    await keys('carol-key')
    expect(server.requests).toBe(2)
    passSeconds(2)
    await keys('alice-key')
    expect(server.requests).toBe(3)
  })

  it('answers at once from the cache of jose that the caller hands over', async () => {
    const cache = { uat: now * 1000, jwks: { keys: [...keySet.keys] } }
    const keys = remoteJwksKeys(server.url, { [jwksCache]: cache })
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
    expect(server.requests).toBe(0)
  })
})

describe('remoteJwksKeys when the server fails', () => {
  const twice = { keys: [alice.member, { ...bob.member, kid: 'alice-key' }] }

  it.each([
    { what: '500', answer: status(500) },
    { what: '404', answer: status(404) },
    { what: '204', answer: status(204) },
    { what: 'a redirect', answer: status(302) },
    { what: 'a closed connection', answer: (response) => response.destroy() },
    { what: 'half an answer', answer: (response) => response.writeHead(200).write('{', () => response.destroy()) },
    { what: 'no JSON', answer: text('<html></html>') },
    { what: 'no text', answer: text('') },
    { what: 'null', answer: json(null) },
    { what: 'an array', answer: json([alice.member]) },
    { what: 'no keys', answer: json({}) },
    { what: 'keys that are no array', answer: json({ keys: {} }) },
    { what: 'keys that are no objects', answer: json({ keys: [null] }) },
    { what: 'two keys with one kid', answer: json(twice) },
    { what: 'a sub that is no string', answer: json({ keys: [{ ...alice.member, sub: 5 }] }) },
    { what: 'a time that is no number', answer: json({ keys: [{ ...alice.member, exp: '2026' }] }) },
  ] as { what: string; answer: KeyServer['answer'] }[])(
    '[ERROR-CODE] $what is unavailable, each time',
    async ({ answer }) => {
      server.answer = answer
      const keys = remoteJwksKeys(server.url)
      const error = await errorOf(() => keys('alice-key'))
      expect(error).toBeInstanceOf(EctError)
      expect(error).toMatchObject({ code: 'ECT_KEY_UNAVAILABLE', cause: expect.any(Error) })
      expect(await refusal(() => keys('alice-key'))).toEqual(unavailable)
      expect(await refusal(() => keys('carol-key'))).toEqual(unavailable)
    },
  )

  it('[ERROR-CODE] a server that is not there is unavailable', async () => {
    await server.close()
    expect(await refusal(() => remoteJwksKeys(server.url)('alice-key'))).toEqual(unavailable)
  })

  it('[ERROR-CODE] a server that does not answer in time is unavailable', async () => {
    server.answer = () => {}
    expect(await refusal(() => remoteJwksKeys(server.url, { timeoutDuration: 50 })('alice-key'))).toEqual(unavailable)
    server.answer = (response) => response.writeHead(200).write('{"keys":')
    expect(await refusal(() => remoteJwksKeys(server.url, { timeoutDuration: 50 })('alice-key'))).toEqual(unavailable)
  })

  it('recovers when the server does', async () => {
    server.answer = status(500)
    const keys = remoteJwksKeys(server.url)
    await refusal(() => keys('alice-key'))
    server.answer = json(keySet)
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
  })

  it('known keys outlive a failing server until cacheMaxAge, unknown ones are unavailable', async () => {
    const keys = remoteJwksKeys(server.url)
    await keys('alice-key')
    server.answer = status(500)
    passSeconds(599)
    expect(await refusal(() => keys('carol-key'))).toEqual(unavailable)
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
    passSeconds(1)
    expect(await refusal(() => keys('alice-key'))).toEqual(unavailable)
  })

  it('keys of a set that was replaced are not used, even when the new set is unusable', async () => {
    const keys = remoteJwksKeys(server.url)
    await keys('alice-key')
    server.answer = json(twice)
    passSeconds(30)
    expect(await refusal(() => keys('carol-key'))).toEqual(unavailable)
    for (const kid of ['alice-key', 'bob-key', 'carol-key']) {
      expect(await refusal(() => keys(kid))).toEqual(unavailable)
    }
    server.answer = json(keySet)
    passSeconds(30)
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
  })

  it('an unusable set is not asked for again before the cool-down is over', async () => {
    server.answer = json(twice)
    const keys = remoteJwksKeys(server.url)
    for (let attempt = 0; attempt < 5; attempt++) await refusal(() => keys('alice-key'))
    expect(server.requests).toBe(1)
  })
})

describe('remoteJwksKeys and its URL', () => {
  it.each(['https://example.com/jwks', 'http://localhost:1/jwks', 'http://127.0.0.1:1/', 'http://[::1]:1/'])(
    'takes %s',
    (url) => {
      expect(remoteJwksKeys(url)).toBeTypeOf('function')
    },
  )

  it.each([
    'http://example.com/jwks',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://192.168.0.1/',
    'http://[::2]/',
    'ftp://localhost/jwks',
    'file:///etc/jwks.json',
    'data:application/json,{"keys":[]}',
    'jwks.json',
    '',
  ])('%j is a TypeError: keys that anybody on the way can replace prove nothing', (url) => {
    expect(() => remoteJwksKeys(url)).toThrow(TypeError)
  })

  it('is not changed by what happens to the URL object afterwards', async () => {
    const url = new URL(server.url)
    const keys = remoteJwksKeys(url)
    url.port = '1'
    expect((await keys('alice-key'))?.subject).toBe(alice.id)
  })

  it('durations that are no durations are a TypeError', () => {
    for (const options of [{ cooldownDuration: Number.NaN }, { cacheMaxAge: -1 }, { timeoutDuration: 0.5 }]) {
      expect(() => remoteJwksKeys(server.url, options)).toThrow(TypeError)
    }
  })
})
