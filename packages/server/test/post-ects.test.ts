import { describe, expect, it } from 'vitest'
import { checkReceipt, EctError, MemoryLedger } from 'wimse-ect'
import {
  alice,
  bob,
  freshUuid,
  issuedAt,
  malleableTwin,
  mallory,
  signedToken,
  verified,
} from '../../ledger/contract/tokens.ts'
import { createLedgerServer } from '../src/index.ts'
import { audience, jsonOf, keys, publicJwk, signer, verifierKey, withService } from './test-service.ts'

describe('POST /ects', () => {
  it('[LEDGER-APPEND-RESULT] a new token gets 201, its sequence and a receipt; again, 200 and the same sequence', () =>
    withService(async ({ post }) => {
      const token = signedToken()
      const first = await post([token])
      expect(first.status).toBe(201)
      const { receipt, ...rest } = await jsonOf(first)
      expect(rest).toEqual({ ok: true, sequence: 0, duplicate: false })
      expect(checkReceipt(receipt, { logKey: verifierKey, token }).sequence).toBe(0)
      const again = await post([token])
      expect(again.status).toBe(200)
      expect(await jsonOf(again)).toMatchObject({ ok: true, sequence: 0, duplicate: true })
    }))

  it('[LEDGER-APPEND-MANY] many tokens get an answer each, in their order; a refused one stops no other', () =>
    withService(async ({ post, ledger }) => {
      const tid = freshUuid()
      const parent = signedToken({ tid })
      const child = signedToken({ par: [tid] }, bob)
      const orphan = signedToken({ par: [freshUuid()] })
      const answer = await post([parent, orphan, child, parent])
      expect(answer.status).toBe(200)
      const { results } = await jsonOf(answer)
      expect(results).toMatchObject([
        { ok: true, sequence: 0, duplicate: false },
        { ok: false, status: 403, code: 'ECT_DAG_PARENT_MISSING' },
        { ok: true, sequence: 1, duplicate: false },
        { ok: true, sequence: 0, duplicate: true },
      ])
      expect(await ledger.size()).toBe(2)
    }))

  it('[PROOF-RECEIPT] each of many tokens gets the receipt that the ledger itself would give', () =>
    withService(async ({ post, ledger }) => {
      const tokens = Array.from({ length: 600 }, () => signedToken())
      const { results } = await jsonOf(post(tokens))
      expect(results).toHaveLength(600)
      for (const at of [0, 1, 255, 256, 511, 512, 598, 599]) {
        expect(results[at]).toMatchObject({ sequence: at, receipt: await ledger.receipt(at) })
      }
      const sequences = results.map(
        ({ receipt }: { receipt: string }, at: number) =>
          checkReceipt(receipt, { logKey: verifierKey, token: tokens[at] }).sequence,
      )
      expect(sequences).toEqual(tokens.map((_, at) => at))
    }))

  it('[RECORD-RETRY-AFTER-EXP] a retry gets its first entry also after exp, a first attempt does not', async () => {
    const ledger = new MemoryLedger({ signer })
    const [recorded, late] = [signedToken(), signedToken()]
    await withService(async ({ post }) => void (await post([recorded])), { ledger })
    const clock = (): number => issuedAt + 100_000
    await withService(
      async ({ post }) => {
        expect((await jsonOf(post([recorded, late]))).results).toMatchObject([
          { ok: true, sequence: 0, duplicate: true },
          { ok: false, code: 'ECT_TIME_EXPIRED' },
        ])
      },
      { ledger, clock },
    )
  })

  it('[LEDGER-SIGNING-INPUT] other signature bytes over the same signing input are the same record', () =>
    withService(async ({ post }) => {
      const token = signedToken()
      await post([token])
      const twin = malleableTwin(verified(token)).compact
      expect(twin).not.toBe(token)
      expect(await jsonOf(post([twin]))).toMatchObject({ sequence: 0, duplicate: true })
    }))

  it('[HTTP-SERVICE-CODES] a refused token alone is answered with a problem, which tells a writer the code', () =>
    withService(async ({ post }) => {
      const answer = await post([signedToken({ iss: alice.agent }, mallory)])
      expect(answer.status).toBe(403)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await jsonOf(answer)).toEqual({
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        code: 'ECT_PARTY_ISSUER',
      })
    }))

  it('[LEDGER-EQUIVOCATION] two tokens for one task are refused and kept as evidence', () =>
    withService(async ({ post, get }) => {
      const tid = freshUuid()
      const [first, second] = [signedToken({ tid }), signedToken({ tid, pol_decision: 'rejected' })]
      const { results } = await jsonOf(post([first, second]))
      expect(results[1]).toMatchObject({ ok: false, code: 'ECT_LEDGER_EQUIVOCATION' })
      const { equivocations } = await jsonOf(get('/equivocations'))
      expect(equivocations).toMatchObject([{ taskId: tid, recorded: first, refused: second, sequence: 0 }])
    }))

  it('a ledger without a log key gives sequences and no receipts', () =>
    withService(
      async ({ post, get }) => {
        expect(await jsonOf(post([signedToken()]))).toEqual({ ok: true, sequence: 0, duplicate: false })
        expect((await get('/checkpoint')).status).toBe(404)
        expect((await get('/entries/0/receipt')).status).toBe(404)
      },
      { ledger: new MemoryLedger() },
    ))

  it('[HTTP-BODY-FORM] a body that is none, of no token, or of another type, is refused', () =>
    withService(async ({ post, ledger }) => {
      const said = async (tokens: string[], headers = {}): Promise<unknown[]> => {
        const answer = await post(tokens, headers)
        return [answer.status, (await jsonOf(answer)).code]
      }
      expect(await said(['{"token":1}'])).toEqual([400, 'ECT_FIELD_SYNTAX'])
      expect(await said([`${signedToken()}\u00e9`])).toEqual([400, 'ECT_FIELD_SYNTAX'])
      expect(await said(['', ''])).toEqual([400, undefined])
      expect(await said([signedToken()], { 'content-type': 'text/plain' })).toEqual([415, undefined])
      expect(await said([signedToken()], { 'content-type': 'Application/WIMSE-exec+JWT; charset=utf-8' })).toEqual([
        201,
        undefined,
      ])
      expect(await ledger.size()).toBe(1)
    }))

  it('[ATTACK-DAG-FAILURE] a ledger that cannot write is answered with 503, and the service is not ready', async () => {
    class FullLedger extends MemoryLedger {
      override appendMany(): Promise<never> {
        return Promise.reject(new EctError('ECT_LEDGER_DISK_FULL'))
      }
    }
    await withService(
      async ({ post, get }) => {
        expect((await get('/readyz')).status).toBe(200)
        const answer = await post([signedToken()])
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
        expect((await get('/readyz')).status).toBe(503)
        expect((await get('/healthz')).status).toBe(200)
      },
      { ledger: new FullLedger({ signer }) },
    )
  })

  it('keys can be replaced while the service runs', async () => {
    const clock = (): number => issuedAt
    const server = createLedgerServer({ ledger: new MemoryLedger(), audience, keys, clock })
    const headers = { host: 'localhost', 'content-type': 'application/wimse-exec+jwt' }
    const post = (): Promise<Response> =>
      server.handle(new Request('http://localhost/ects', { method: 'POST', headers, body: signedToken() }), {
        address: '127.0.0.1',
      })
    expect((await post()).status).toBe(201)
    server.replaceKeys({ keys: [{ ...publicJwk(alice), revoked: true }] })
    expect(await jsonOf(post())).toMatchObject({ code: 'ECT_KEY_REVOKED' })
    expect(() => server.replaceKeys({ keys: [publicJwk(alice), publicJwk(alice)] })).toThrow(TypeError)
    expect(await jsonOf(post())).toMatchObject({ code: 'ECT_KEY_REVOKED' })
    await server.close()
  })
})
