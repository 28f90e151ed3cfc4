import { contentHash } from '@wimse-ect/claims'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GeneratedKey, generateKey, type Signer, type SignOptions, signEct } from '../src/index.ts'
import { alice, bob, mallory, now, rootTask } from './agents.ts'
import { outcome } from './outcome.ts'

let aliceKey: GeneratedKey

beforeAll(async () => {
  aliceKey = await generateKey({ kid: 'alice-key', subject: alice })
})

const uuid = (last: number): string => `550e8400-e29b-41d4-a716-${String(last).padStart(12, '0')}`

/** How signing ends, and how often the key was used. */
async function attempt(claims: object, options: Partial<SignOptions> = {}): Promise<[outcome: string, signed: number]> {
  let signed = 0
  const { alg, kid, publicJwk } = aliceKey.privateKey
  const key: Signer = {
    alg,
    kid,
    publicJwk,
    sign: (bytes) => {
      signed++
      return aliceKey.privateKey.sign(bytes)
    },
  }
  const result = await outcome(() => signEct(claims as typeof rootTask, { key, now, ...options }))
  return [result, signed]
}

const refused = (code: string) => [code, 0]

describe('a claim that a verifier would refuse is refused before anything is signed', () => {
  it.each([
    ['[CLAIM-ISS-REQUIRED]', { iss: undefined }, 'ECT_CLAIM_MISSING'],
    ['[CLAIM-ISS-SPIFFE]', { iss: 'https://example.com/agent/alice' }, 'ECT_CLAIM_SPIFFE_ID'],
    ['[CLAIM-SUB]', { sub: bob }, 'ECT_CLAIM_SUBJECT'],
    ['[CLAIM-AUD-REQUIRED]', { aud: undefined }, 'ECT_CLAIM_MISSING'],
    ['[CLAIM-AUD-REQUIRED]', { aud: 7 }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-AUD-ENTRIES]', { aud: [] }, 'ECT_CLAIM_AUDIENCE'],
    ['[CLAIM-AUD-ENTRIES]', { aud: [bob, ''] }, 'ECT_CLAIM_AUDIENCE'],
    ['[CLAIM-AUD-LIMIT]', { aud: Array.from({ length: 65 }, (_, at) => `a${at}`) }, 'ECT_CLAIM_AUDIENCE'],
    ['[CLAIM-IAT-INTEGER]', { iat: 1.5 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-IAT-INTEGER]', { iat: -1 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-IAT-REQUIRED]', { iat: '1800000000' }, 'ECT_CLAIM_TYPE'],
    ['[ENV-NULL-TYPE]', { iat: null }, 'ECT_CLAIM_TYPE'],
    ['[ENV-NULL-TYPE]', { exp: null }, 'ECT_CLAIM_TYPE'],
    ['[ENV-NULL-TYPE]', { jti: null }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-EXP-INTEGER]', { exp: 2 ** 53 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-EXP-INTEGER]', { exp: 1e21 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-EXP-AFTER-IAT]', { exp: now }, 'ECT_CLAIM_EXPIRY'],
    ['[CLAIM-NBF]', { nbf: 1.5 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-NBF]', { nbf: now + 31 }, 'ECT_TIME_FUTURE'],
    ['[CLAIM-JTI-UUID]', { jti: 'token-1' }, 'ECT_CLAIM_ID'],
    ['[CLAIM-TID-UUID]', { tid: 7 }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-WID]', { wid: 'flow' }, 'ECT_CLAIM_ID'],
    ['[CLAIM-UUID-NIL-MAX]', { tid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' }, 'ECT_CLAIM_ID'],
    ['[CLAIM-EXEC-ACT-REQUIRED]', { exec_act: undefined }, 'ECT_CLAIM_MISSING'],
    ['[CLAIM-EXEC-ACT-LENGTH]', { exec_act: 'a'.repeat(257) }, 'ECT_CLAIM_STRING'],
    ['[CLAIM-EXEC-ACT-CONTROL]', { exec_act: 'a\nb' }, 'ECT_CLAIM_STRING'],
    ['[CLAIM-PAR-REQUIRED]', { par: undefined }, 'ECT_CLAIM_MISSING'],
    ['[CLAIM-PAR-REQUIRED]', { par: uuid(1) }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-PAR-UUID]', { par: ['task-001'] }, 'ECT_CLAIM_ID'],
    [
      '[CLAIM-PAR-DUPLICATE]',
      { par: ['abcdef00-0000-4000-8000-000000000001', 'ABCDEF00-0000-4000-8000-000000000001'] },
      'ECT_CLAIM_PARENTS',
    ],
    ['[CLAIM-PAR-LIMIT]', { par: Array.from({ length: 101 }, (_, at) => uuid(at)) }, 'ECT_CLAIM_PARENTS'],
    ['[CLAIM-POL-REQUIRED]', { pol: undefined }, 'ECT_CLAIM_MISSING'],
    ['[CLAIM-TEXT-NON-EMPTY]', { pol: '' }, 'ECT_CLAIM_STRING'],
    ['[CLAIM-POL-DECISION-VALUES]', { pol_decision: 'Approved' }, 'ECT_CLAIM_DECISION'],
    ['[CLAIM-POL-TIMESTAMP]', { pol_timestamp: now + 1 }, 'ECT_CLAIM_POLICY_TIME'],
    ['[CLAIM-HASH-ALG]', { inp_hash: 'sha-1:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' }, 'ECT_CLAIM_HASH'],
    ['[CLAIM-HASH-FORMAT]', { out_hash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' }, 'ECT_CLAIM_HASH'],
    ['[CLAIM-EXEC-TIME]', { exec_time_ms: 0.5 }, 'ECT_CLAIM_INTEGER'],
    ['[CLAIM-WITNESSED-BY]', { witnessed_by: bob }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-COMPENSATION-REQUIRED]', { compensation_required: 'yes' }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-COMPENSATION-REASON]', { compensation_required: true }, 'ECT_CLAIM_COMPENSATION'],
    ['[CLAIM-EXT-OBJECT]', { ext: [] }, 'ECT_CLAIM_TYPE'],
    ['[CLAIM-EXT-NAMES]', { ext: { field: 1 } }, 'ECT_CLAIM_EXT'],
    ['[CLAIM-EXT-SIZE]', { ext: { 'com.example.a': 'x'.repeat(4096) } }, 'ECT_CLAIM_EXT'],
    ['[CLAIM-EXT-DEPTH]', { ext: { 'com.example.a': [[[[[]]]]] } }, 'ECT_CLAIM_EXT'],
    ['[REVISION-TWO-PARENT-CLAIMS]', { pred: [] }, 'ECT_TOKEN_REVISION'],
    ['[ENV-JSON-DEPTH]', { note: [[[[[[[[]]]]]]]] }, 'ECT_TOKEN_DEPTH'],
    ['[ENV-JSON-SURROGATE]', { note: '\ud800' }, 'ECT_TOKEN_SURROGATE'],
    ['[ENV-JSON-SURROGATE]', { '\udc00': 1 }, 'ECT_TOKEN_SURROGATE'],
    ['[ENV-JSON-NAME]', { note: [{ constructor: 1 }] }, 'ECT_TOKEN_NAME'],
    [
      '[ENV-JSON-NAME]',
      JSON.parse('{"__proto__":{"iss":"spiffe://example.com/agent/mallory"}}') as object,
      'ECT_TOKEN_NAME',
    ],
    ['[ENV-SIZE]', { note: 'x'.repeat(50_000) }, 'ECT_TOKEN_SIZE'],
    ['[DAG-SELF]', { tid: uuid(1), par: [uuid(2), uuid(1)] }, 'ECT_DAG_CYCLE'],
    [
      '[DAG-SELF]',
      { tid: 'abcdef00-0000-4000-8000-000000000001', par: ['ABCDEF00-0000-4000-8000-000000000001'] },
      'ECT_DAG_CYCLE',
    ],
  ])('%s %#: %o', async (_rule, changes, code) => {
    expect(await attempt({ ...rootTask, ...changes })).toEqual(refused(code))
  })

  it('[CLAIM-PAR-LIMIT] takes another limit of parents on demand', async () => {
    const parents = (count: number) => ({ ...rootTask, par: Array.from({ length: count }, (_, at) => uuid(at + 1)) })
    expect(await attempt(parents(100))).toEqual(['accepted', 1])
    expect(await attempt(parents(101), { maxParents: 101 })).toEqual(['accepted', 1])
    expect(await attempt(parents(1), { maxParents: 0 })).toEqual(refused('ECT_CLAIM_PARENTS'))
  })

  it('[EXAMPLE-HASH] takes hashes that contentHash makes', async () => {
    const inp_hash = await contentHash(new TextEncoder().encode('test'))
    expect(await attempt({ ...rootTask, inp_hash })).toEqual(['accepted', 1])
  })
})

describe('times', () => {
  it('[VERIFY-AGE-BOUNDARY] takes an iat of 900 seconds ago and refuses an older one', async () => {
    expect(await attempt({ ...rootTask, iat: now - 900, exp: now + 1 })).toEqual(['accepted', 1])
    expect(await attempt({ ...rootTask, iat: now - 901, exp: now + 1 })).toEqual(refused('ECT_TIME_TOO_OLD'))
  })

  it('[VERIFY-FUTURE-BOUNDARY] takes iat and nbf 30 seconds ahead and refuses later ones', async () => {
    expect(await attempt({ ...rootTask, iat: now + 30, nbf: now + 30 })).toEqual(['accepted', 1])
    expect(await attempt({ ...rootTask, iat: now + 31 })).toEqual(refused('ECT_TIME_FUTURE'))
  })

  it('[VERIFY-EXPIRY-BOUNDARY] takes an exp one second ahead and refuses one that is now', async () => {
    expect(await attempt({ ...rootTask, iat: now - 60, exp: now + 1 })).toEqual(['accepted', 1])
    expect(await attempt({ ...rootTask, iat: now - 60, exp: now })).toEqual(refused('ECT_TIME_EXPIRED'))
    expect(await attempt({ ...rootTask, iat: now - 600 })).toEqual(refused('ECT_TIME_EXPIRED'))
  })

  it('[CLAIM-EXP-INTEGER] refuses a lifetime that ends beyond 2^53-1', async () => {
    expect(await attempt(rootTask, { lifetime: Number.MAX_SAFE_INTEGER })).toEqual(refused('ECT_CLAIM_INTEGER'))
  })
})

describe('the issuer', () => {
  it('[CLAIM-ISS-OWNER] is the owner of the key, where the key names one', async () => {
    expect(await attempt({ ...rootTask, iss: mallory })).toEqual(refused('ECT_PARTY_ISSUER'))
    const { sub: _sub, ...unowned } = aliceKey.publicJwk
    const key: Signer = { ...aliceKey.privateKey, publicJwk: unowned }
    expect(await attempt({ ...rootTask, iss: mallory }, { key })).toEqual(['accepted', 0])
  })
})

describe('the header', () => {
  it.each(['', 'a\nb', 'é'.repeat(257)])('[ENV-KID-FORM] refuses the kid %j before anything is signed', async (kid) => {
    let signed = 0
    const sign = async () => new Uint8Array(++signed)
    const key: Signer = { alg: 'ES256', kid, sign }
    expect(await attempt(rootTask, { key, dangerouslySkipSignatureCheck: true })).toEqual(refused('ECT_HEADER_KID'))
    expect(signed).toBe(0)
  })

  it('[ENV-KID-FORM] takes a kid of 512 bytes', async () => {
    const key = await generateKey({ kid: 'é'.repeat(256), subject: alice })
    expect(await attempt(rootTask, { key: key.privateKey })).toEqual(['accepted', 0])
  })
})

describe('the size', () => {
  it('[ENV-SIZE] is at most 65,535 bytes, signature included', async () => {
    const sized = (padding: number, key?: Signer) =>
      signEct({ ...rootTask, ...{ note: 'x'.repeat(padding) } }, { key: key ?? aliceKey.privateKey, now })
    const rsa = await generateKey({ kid: 'alice-key', subject: alice, alg: 'PS256' })
    for (const key of [aliceKey.privateKey, rsa.privateKey]) {
      const perhaps = 65_535 - (await sized(0, key)).length
      const fits = Math.floor((perhaps * 3) / 4)
      expect((await sized(fits, key)).length).toBeGreaterThan(65_530)
      expect(await outcome(() => sized(fits + 4, key))).toBe('ECT_TOKEN_SIZE')
    }
  })
})
