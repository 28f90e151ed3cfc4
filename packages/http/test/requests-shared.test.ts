import { describe, expect, it } from 'vitest'
import { bobsServer } from './bobs-server.ts'
import { alice, aliceToken, bob, expiredToken, mallory, verifierOf } from './cast.ts'
import { send } from './exchange.ts'
import { servers } from './servers/index.ts'
import { stranger, trusted, witSource, witSourceAndOthers } from './wits.ts'

const withField = (...lines: string[]) => ({ headers: { 'execution-context': lines } })
const bodyForm = (lines: readonly string[], type = 'application/wimse-exec+jwt') =>
  [{ method: 'POST', headers: { 'content-type': type } }, lines.map((line) => `${line}\n`).join('')] as const

const taskIdsOf = (tokens: readonly string[]): Promise<string[]> =>
  Promise.all(tokens.map(async (token) => (await verifierOf(bob).verify(token)).task.taskId))

const parentsIn = (body: Uint8Array): string[] => JSON.parse(new TextDecoder().decode(body)).parents

describe.each(servers)('$name: requests', (server) => {
  it.each([
    ['[HTTP-FIELD-LINES] a line for each', (a: string, b: string) => [a, b]],
    ['[HTTP-FIELD-COMMA] one line with commas', (a: string, b: string) => [`${a}, ${b}`]],
    ['[HTTP-EMPTY-ELEMENTS] empty elements between them', (a: string, b: string) => [`,${a},, ${b},`]],
  ])('two tokens in the field: %s', async (_, lines) => {
    const { url } = await bobsServer(server)
    const tokens = [await aliceToken(), await aliceToken()] as const
    const { status, body } = await send(`${url}/parents`, withField(...lines(...tokens)))
    expect(status).toBe(200)
    expect(parentsIn(body)).toEqual(await taskIdsOf(tokens))
  })

  it('[HTTP-SUPPORTING] a parent of the parent comes along as supporting', async () => {
    const { url } = await bobsServer(server)
    const tid = crypto.randomUUID()
    const tokens = [await aliceToken({ tid }), await aliceToken({ par: [tid] })]
    const { body } = await send(`${url}/parents`, withField(...tokens))
    expect(JSON.parse(new TextDecoder().decode(body)).supporting).toBe(1)
  })

  it('a request without tokens is refused, unless they are not required', async () => {
    const strict = await bobsServer(server)
    expect((await send(`${strict.url}/open`)).status).toBe(400)
    expect(strict.refusals).toEqual([['ECT_FIELD_MISSING', { method: 'GET', path: '/open' }]])
    const open = await bobsServer(server, { required: false })
    const { status, body } = await send(`${open.url}/open`)
    expect([status, new TextDecoder().decode(body)]).toEqual([200, '0 subjects'])
  })

  it('tokens that are not required are verified all the same', async () => {
    const { url, refusals } = await bobsServer(server, { required: false })
    expect((await send(`${url}/open`, withField(await aliceToken({}, mallory.key)))).status).toBe(403)
    expect(refusals[0]?.[0]).toBe('ECT_SIGNATURE_INVALID')
  })

  const good = (): Promise<string> => aliceToken()
  it.each([
    ['[HTTP-CONTROL] a control character', 400, 'ECT_FIELD_SYNTAX', async () => ['a\tb']],
    ['no token', 403, 'ECT_TOKEN_SEGMENTS', async () => ['hello']],
    ['a forged signature', 403, 'ECT_SIGNATURE_INVALID', async () => [await aliceToken({}, mallory.key)]],
    ['an expired token', 403, 'ECT_TIME_EXPIRED', async () => [await expiredToken()]],
    ['a token for somebody else', 403, 'ECT_PARTY_AUDIENCE', async () => [await aliceToken({ aud: alice.id })]],
    [
      'a parent that is not there',
      403,
      'ECT_DAG_PARENT_MISSING',
      async () => [await aliceToken({ par: [tidOfNobody] })],
    ],
    [
      '[HTTP-ALL-VERIFIED] a bad token beside a good one',
      403,
      'ECT_TIME_EXPIRED',
      async () => [await good(), await expiredToken()],
    ],
  ])('%s is refused with %i', async (_, status, code, lines) => {
    const { url, refusals, recorded, log } = await bobsServer(server)
    const tokens = await lines()
    const { status: told, headers, body } = await send(`${url}/parents?q=s3cr3t`, withField(...tokens))
    expect(told).toBe(status)
    // [HTTP-PROBLEM] [HTTP-NO-ORACLE]: nothing of the reason.
    const title = status === 400 ? 'Bad Request' : 'Forbidden'
    expect(JSON.parse(new TextDecoder().decode(body))).toEqual({ type: 'about:blank', title, status })
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(headers['execution-context']).toBeUndefined()
    expect(refusals).toEqual([[code, { method: 'GET', path: '/parents' }]])
    expect(recorded).toEqual([])
    // [ERROR-TEXT-CLEAN]: not even a part of one.
    const parts = tokens.flatMap((token) => token.split('.')).filter((part) => part.length > 1)
    expect(parts.filter((part) => log.join().includes(part))).toEqual([])
    expect(log.join()).not.toContain('s3cr3t')
  })

  it('a token that comes twice is refused, in one request and in two', async () => {
    const { url, refusals } = await bobsServer(server)
    const [twice, again] = [await aliceToken(), await aliceToken()]
    expect((await send(`${url}/parents`, withField(twice, twice))).status).toBe(403)
    expect((await send(`${url}/parents`, withField(again))).status).toBe(200)
    expect((await send(`${url}/parents`, withField(again))).status).toBe(403)
    expect(refusals.map(([code]) => code)).toEqual(['ECT_REPLAY_SEEN', 'ECT_REPLAY_SEEN'])
  })

  it('[HTTP-BODY-FORM] 25 tokens that Node refuses in the header are taken in the body', async () => {
    const { url } = await bobsServer(server)
    const padding = { ext: { 'com.example.note': 'x'.repeat(300) } }
    const tokens = await Promise.all(Array.from({ length: 25 }, () => aliceToken(padding)))
    expect(tokens.join('').length).toBeGreaterThan(16_384)
    expect((await send(`${url}/parents`, withField(...tokens))).status).toBe(431)
    const { status, body } = await send(`${url}/parents`, ...bodyForm(tokens))
    expect(status).toBe(200)
    expect(parentsIn(body)).toEqual(await taskIdsOf(tokens))
  })

  it('the body form is known by its media type, in any case and with parameters', async () => {
    const { url } = await bobsServer(server)
    const form = bodyForm([await aliceToken()], 'Application/WIMSE-exec+jwt; charset=utf-8')
    expect((await send(`${url}/parents`, ...form)).status).toBe(200)
  })

  it('[HTTP-STATUS] a body form that is too large is refused with 413, and one of too many tokens with 431', async () => {
    const { url, refusals } = await bobsServer(server, { maxBodyBytes: 5000, maxTokens: 2 })
    const small = ['a.b.c', 'a.b.c', 'a.b.c']
    expect((await send(`${url}/parents`, ...bodyForm(small))).status).toBe(431)
    expect((await send(`${url}/parents`, ...bodyForm(['x'.repeat(5000)]))).status).toBe(413)
    expect(refusals.map(([code]) => code)).toEqual(['ECT_FIELD_COUNT', 'ECT_FIELD_BODY_SIZE'])
  })

  it('tokens in the field and in the body at once are refused', async () => {
    const { url, refusals } = await bobsServer(server)
    const [options, body] = bodyForm([await aliceToken()])
    const headers = { ...options.headers, 'execution-context': await aliceToken() }
    expect((await send(`${url}/parents`, { ...options, headers }, body)).status).toBe(400)
    expect(refusals[0]?.[0]).toBe('ECT_FIELD_SYNTAX')
  })

  it('an empty body form, and one that is no text, are refused', async () => {
    const { url, refusals } = await bobsServer(server)
    expect((await send(`${url}/parents`, ...bodyForm([]))).status).toBe(400)
    expect((await send(`${url}/parents`, ...bodyForm(['ü.b.c']))).status).toBe(400)
    expect(refusals.map(([code]) => code)).toEqual(['ECT_FIELD_MISSING', 'ECT_FIELD_SYNTAX'])
  })

  it.each([
    ['the right one', 200, undefined, () => trusted.wit(alice)],
    ['one that a stranger signed', 403, 'ECT_KEY_WIT', () => stranger.wit(alice)],
    ['that of somebody else', 403, 'ECT_KEY_UNKNOWN', () => trusted.wit(bob)],
    ['none', 403, 'ECT_KEY_UNKNOWN', () => ''],
    ['two of one key', 403, 'ECT_KEY_WIT', () => `${trusted.wit(alice)}, ${trusted.wit(alice)}`],
  ])('[WIT-SIGNATURE] a Workload Identity Token as key source: %s', async (_, status, code, wit) => {
    const { url, refusals } = await bobsServer(server, { wit: witSource })
    const headers = { 'execution-context': await aliceToken(), 'workload-identity-token': wit() }
    expect((await send(`${url}/parents`, { headers })).status).toBe(status)
    expect(refusals.map(([refusal]) => refusal)).toEqual(code === undefined ? [] : [code])
  })

  it('keys that no Workload Identity Token names come from others', async () => {
    const { url } = await bobsServer(server, { wit: witSourceAndOthers })
    const headers = { 'execution-context': await aliceToken(), 'workload-identity-token': trusted.wit(bob) }
    expect((await send(`${url}/parents`, { headers })).status).toBe(200)
  })

  it('[HTTP-STATUS] a full replay memory is answered with 503, and a resolver that breaks with 503', async () => {
    const full = {
      has: () => false,
      add: () => {
        throw new Error('full')
      },
    }
    const first = await bobsServer(server, { verifier: verifierOf(bob, { replay: full }) })
    expect((await send(`${first.url}/parents`, withField(await good()))).status).toBe(503)
    const broken = () => Promise.reject(new Error('no network'))
    const second = await bobsServer(server, { verifier: verifierOf(bob, { keys: broken }) })
    expect((await send(`${second.url}/parents`, withField(await good()))).status).toBe(503)
  })

  it('a verifier that breaks is answered with 500, and the logger is told', async () => {
    const verifyAll = () => Promise.reject(new TypeError('broken'))
    const { url, refusals, failures } = await bobsServer(server, { verifier: { verifyAll } })
    expect((await send(`${url}/parents`, withField(await good()))).status).toBe(500)
    expect([refusals, failures]).toEqual([[], ['TypeError: broken']])
  })
})

const tidOfNobody = 'a0000000-0000-4000-8000-000000000001'
