import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { jwksKeys } from '../src/key-set.ts'
import type { VerificationKey } from '../src/verification-key.ts'
import type { VerifierOptions } from '../src/verifier-options.ts'
import { alice, bob, keySet, mallory } from './cast.ts'
import { refusal } from './refusal.ts'
import { makeSigner } from './signer.ts'
import { base64url, ect, flipped, jws, now, rootClaims, type TokenParts, uuid, withSignature } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

/** What bob's verifier says about a token. */
function judge(token: string | TokenParts, options: Partial<VerifierOptions> = {}): ReturnType<typeof refusal> {
  const compact = typeof token === 'string' ? token : ect(token)
  return refusal(() => verifierForBob(options).verify(compact))
}

const invalid = ['ECT_SIGNATURE_INVALID', undefined]

describe('steps 1 to 3, parse and header', () => {
  it('[ENV-SEGMENTS] what is no token is refused as such', async () => {
    for (const text of ['', 'x', '..', 'a.b', `${ect()}.x`]) {
      expect(await judge(text)).toEqual(['ECT_TOKEN_SEGMENTS', undefined])
    }
    for (const value of [undefined, null, 5, {}, [ect()]]) {
      const verdict = refusal(() => verifierForBob().verify(value as never))
      expect(await verdict).toEqual(['ECT_TOKEN_SEGMENTS', undefined])
    }
  })

  it('[ENV-TYP-EXACT] typ is compared byte for byte', async () => {
    for (const typ of ['Wimse-exec+jwt', 'application/wimse-exec+jwt', 'exec+jwt', 'JWT', undefined]) {
      expect(await judge({ header: { typ } })).toEqual(['ECT_HEADER_TYP', 'typ'])
    }
  })

  it('[VERIFY-REVISION-CODE] a token of another revision is refused', async () => {
    expect(await judge({ claims: { tid: undefined } })).toEqual(['ECT_TOKEN_REVISION', undefined])
    expect(await judge({}, { revisions: ['execution-context-00'] })).toBe('accepted')
  })

  it('[ENV-HEADER-FORBIDDEN] a token cannot bring its own key', async () => {
    const embedded = ect({ header: { jwk: mallory.jwk, kid: alice.kid }, signer: { ...mallory, id: alice.id } })
    expect(await judge(embedded)).toEqual(['ECT_HEADER_FORBIDDEN', 'jwk'])
  })

  it('[ENV-ALG-NONE] none is refused, whatever the signature', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await judge({ header: { alg } })).toEqual(['ECT_HEADER_ALG', 'alg'])
    }
  })

  it('[ENV-ALG-SYMMETRIC] the public key does not pass for a shared secret', async () => {
    const secret = JSON.stringify(alice.jwk)
    const hmac = {
      ...alice,
      sign: (input: string) => new Uint8Array(createHmac('sha256', secret).update(input).digest()),
    }
    expect(await judge({ header: { alg: 'HS256' }, signer: hmac })).toEqual(['ECT_HEADER_ALG', 'alg'])
  })
})

describe('steps 3 to 5, algorithm, key and signature', () => {
  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)(
    '[ENV-ALG-ALLOWLIST] %s is accepted when the list has it, and only then',
    async (alg) => {
      const signer = makeSigner(alg)
      const keys = () => ({ jwk: signer.jwk, subject: alice.id })
      const other = alg === 'ES384' ? 'ES512' : 'ES384'
      expect(await judge({ signer }, { keys, algorithms: [alg] })).toBe('accepted')
      expect(await judge({ signer }, { keys, algorithms: [other, alg] })).toBe('accepted')
      expect(await judge({ signer }, { keys, algorithms: [other] })).toEqual(['ECT_HEADER_ALG', 'alg'])
      expect(await judge({ signer }, { keys })).toEqual(alg === 'ES256' ? 'accepted' : ['ECT_HEADER_ALG', 'alg'])
      const changed = withSignature(ect({ signer }), flipped)
      expect(await judge(changed, { keys, algorithms: [alg] })).toEqual(invalid)
    },
  )

  it('[VERIFY-KEY-FIT-ALG] the algorithm comes from the allow-list and the key, never from the token alone', async () => {
    const signer = makeSigner('Ed25519')
    const keys = () => ({ jwk: { ...signer.jwk, alg: 'EdDSA' }, subject: alice.id })
    const verdict = judge({ signer }, { keys, algorithms: ['Ed25519', 'EdDSA'] })
    expect(await verdict).toEqual(['ECT_KEY_UNFIT', 'alg'])
  })

  it('[VERIFY-KEY-RESOLVES] refuses a kid nobody knows', async () => {
    expect(await judge({ header: { kid: 'carol-key' } })).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
    expect(await judge({}, { keys: async () => undefined })).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
  })

  it('[ERROR-CODE] a key resolver that fails makes the verification unavailable', async () => {
    const broken = new Error('connection refused')
    const keys = () => {
      throw broken
    }
    expect(await judge({}, { keys })).toEqual(['ECT_KEY_UNAVAILABLE', undefined])
    expect(await judge({}, { keys: () => Promise.reject(broken) })).toEqual(['ECT_KEY_UNAVAILABLE', undefined])
  })

  it('[VERIFY-NO-EARLY-TRUST] no key is looked for on behalf of a token with a bad header', async () => {
    const asked: string[] = []
    const keys = (kid: string) => {
      asked.push(kid)
      return undefined
    }
    await judge({ header: { alg: 'none' } }, { keys })
    await judge({ header: { typ: 'JWT' } }, { keys })
    await judge({ header: { kid: '\n' } }, { keys })
    expect(asked).toEqual([])
  })

  it('[VERIFY-KEY-FIT-KTY] refuses a key that is not one for ES256', async () => {
    const keys = () => ({ jwk: makeSigner('Ed25519').jwk, subject: alice.id })
    expect(await judge({}, { keys })).toEqual(['ECT_KEY_UNFIT', 'kty'])
  })

  it('a point that is not on the curve is no key', async () => {
    const keys = () => ({ jwk: { ...alice.jwk, y: String(alice.jwk.x) }, subject: alice.id })
    expect(await judge({}, { keys })).toEqual(['ECT_KEY_UNFIT', undefined])
  })

  it('[ENV-SIG-LENGTH] a signature of another length is malformed', async () => {
    const format = ['ECT_SIGNATURE_FORMAT', undefined]
    for (const change of [
      (right: Uint8Array) => right.slice(1),
      (right: Uint8Array) => Uint8Array.of(...right, 0),
      () => Uint8Array.of(0),
    ]) {
      expect(await judge(withSignature(ect(), change))).toEqual(format)
    }
  })

  it('[VERIFY-SIGNATURE] refuses a signature of another key under the name of the right one', async () => {
    expect(await judge({ signer: { ...mallory, kid: alice.kid, id: alice.id } })).toEqual(invalid)
  })

  it('[VERIFY-SIGNATURE] refuses another header or payload under a genuine signature', async () => {
    const [header, payload, signature] = ect().split('.')
    const otherHeader = base64url(JSON.stringify({ kid: alice.kid, typ: 'wimse-exec+jwt', alg: 'ES256' }))
    const otherPayload = ect({ claims: { exec_act: 'approve_release' } }).split('.')[1]
    expect(await judge([header, payload, signature].join('.'))).toBe('accepted')
    expect(await judge([otherHeader, payload, signature].join('.'))).toEqual(invalid)
    expect(await judge([header, otherPayload, signature].join('.'))).toEqual(invalid)
  })

  it('[ENV-SIG-HIGH-S] accepts both s and n - s', async () => {
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const twin = withSignature(ect(), (right) => {
      const s = n - BigInt(`0x${Buffer.from(right.subarray(32)).toString('hex')}`)
      return Buffer.concat([right.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
    })
    expect(await judge(twin)).toBe('accepted')
  })
})

describe('steps 6 to 8, key and issuer', () => {
  const withKey = (members: Partial<VerificationKey>, token: TokenParts = {}) =>
    judge(token, { keys: () => ({ jwk: alice.jwk, subject: alice.id, ...members }) })

  it('[VERIFY-KEY-REVOKED] refuses a revoked key, even for a token from before the revocation', async () => {
    expect(await withKey({ revoked: true })).toEqual(['ECT_KEY_REVOKED', undefined])
  })

  it('[VERIFY-KEY-VALIDITY] judges the validity of the key now, not at iat', async () => {
    const outside = ['ECT_KEY_VALIDITY', undefined]
    expect(await withKey({ expiresAt: now + 1 })).toBe('accepted')
    expect(await withKey({ expiresAt: now })).toEqual(outside)
    expect(await withKey({ notBefore: now })).toBe('accepted')
    expect(await withKey({ notBefore: now + 1 })).toEqual(outside)
  })

  it('[VERIFY-KEY-OWNER] a key without an owner verifies nothing', async () => {
    expect(await withKey({ subject: undefined })).toEqual(['ECT_KEY_OWNER', undefined])
  })

  it('[CLAIM-ISS-OWNER] mallory cannot speak for alice with her own genuine key', async () => {
    const stranger = ['ECT_PARTY_ISSUER', 'iss']
    expect(await judge({ signer: mallory })).toBe('accepted')
    expect(await judge({ signer: mallory, claims: { iss: alice.id } })).toEqual(stranger)
    expect(await withKey({ subject: `${alice.id}/x` })).toEqual(stranger)
  })

  it('[CLAIM-ISS-BYTEWISE] iss and owner are compared byte for byte', async () => {
    expect(await judge({ claims: { iss: `${alice.id.slice(0, -1)}E` } })).toEqual(['ECT_PARTY_ISSUER', 'iss'])
  })

  it('[VERIFY-CLAIM-AT-STEP] a missing or malformed iss is a claim error', async () => {
    expect(await judge({ claims: { iss: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'iss'])
    expect(await judge({ claims: { iss: 5 } })).toEqual(['ECT_CLAIM_TYPE', 'iss'])
    expect(await judge({ claims: { iss: 'alice' } })).toEqual(['ECT_CLAIM_SPIFFE_ID', 'iss'])
  })
})

describe('step 9, audience', () => {
  const notForUs = ['ECT_PARTY_AUDIENCE', 'aud']

  it('[VERIFY-AUDIENCE-ANY] the verifier may be any entry', async () => {
    for (const aud of [bob.id, [bob.id], [bob.id, alice.id], [alice.id, bob.id], [alice.id, mallory.id, bob.id]]) {
      expect(await judge({ claims: { aud } })).toBe('accepted')
    }
  })

  it('[VERIFY-AUDIENCE-ANY] nothing but the same bytes is the verifier', async () => {
    const near = [`${bob.id}/x`, `x${bob.id}`, bob.id.slice(0, -1), bob.id.toUpperCase(), `${bob.id} `, 'bob', '*']
    for (const other of near) {
      expect(await judge({ claims: { aud: other } })).toEqual(notForUs)
      expect(await judge({ claims: { aud: [other] } })).toEqual(notForUs)
      expect(await judge({ claims: { aud: [other, alice.id] } })).toEqual(notForUs)
    }
    expect(await judge({}, { audience: 'bob' })).toEqual(notForUs)
  })

  it('[VERIFY-CLAIM-AT-STEP] a missing or malformed aud is a claim error, even when it names the verifier', async () => {
    expect(await judge({ claims: { aud: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'aud'])
    expect(await judge({ claims: { aud: [bob.id, ''] } })).toEqual(['ECT_CLAIM_AUDIENCE', 'aud'])
    expect(await judge({ claims: { aud: [bob.id, 5] } })).toEqual(['ECT_CLAIM_TYPE', 'aud[1]'])
  })
})

describe('steps 10 and 11, times', () => {
  const expired = ['ECT_TIME_EXPIRED', 'exp']
  const tooOld = ['ECT_TIME_TOO_OLD', 'iat']
  const future = (claim: string) => ['ECT_TIME_FUTURE', claim]

  it('[VERIFY-EXPIRY-BOUNDARY] passes in the second before exp and not in that of exp', async () => {
    expect(await judge({ claims: { exp: now + 1 } })).toBe('accepted')
    expect(await judge({ claims: { exp: now } })).toEqual(expired)
  })

  it('[VERIFY-EXPIRY-LEEWAY] the leeway moves exp', async () => {
    expect(await judge({ claims: { exp: now - 9 } }, { expiryLeeway: 10 })).toBe('accepted')
    expect(await judge({ claims: { exp: now - 10 } }, { expiryLeeway: 10 })).toEqual(expired)
  })

  it('[VERIFY-AGE-BOUNDARY] passes 900 seconds after iat and not 901', async () => {
    expect(await judge({ claims: { iat: now - 900 } })).toBe('accepted')
    expect(await judge({ claims: { iat: now - 901 } })).toEqual(tooOld)
  })

  it('[VERIFY-FUTURE-BOUNDARY] passes 30 seconds before iat and not 31', async () => {
    expect(await judge({ claims: { iat: now + 30 } })).toBe('accepted')
    expect(await judge({ claims: { iat: now + 31 } })).toEqual(future('iat'))
  })

  it('[CLAIM-NBF] passes 30 seconds before nbf and not 31', async () => {
    expect(await judge({ claims: { nbf: now + 30 } })).toBe('accepted')
    expect(await judge({ claims: { nbf: now + 31 } })).toEqual(future('nbf'))
    expect(await judge({ claims: { nbf: 0 } })).toBe('accepted')
  })

  it('[VERIFY-AGE-OPTIONS] maximum age and clock skew are options', async () => {
    expect(await judge({ claims: { iat: now - 60 } }, { maxAge: 60 })).toBe('accepted')
    expect(await judge({ claims: { iat: now - 61 } }, { maxAge: 60 })).toEqual(tooOld)
    expect(await judge({ claims: { iat: now + 5 } }, { clockSkew: 5 })).toBe('accepted')
    expect(await judge({ claims: { iat: now + 6 } }, { clockSkew: 5 })).toEqual(future('iat'))
    expect(await judge({ claims: { nbf: now + 5 } }, { clockSkew: 5 })).toBe('accepted')
    expect(await judge({ claims: { nbf: now + 6 } }, { clockSkew: 5 })).toEqual(future('nbf'))
    expect(await judge({ claims: { iat: now } }, { maxAge: 0, clockSkew: 0 })).toBe('accepted')
  })

  it('[VERIFY-CLAIM-AT-STEP] missing and malformed times are claim errors', async () => {
    expect(await judge({ claims: { exp: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'exp'])
    expect(await judge({ claims: { iat: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'iat'])
    expect(await judge({ claims: { exp: now + 0.5 } })).toEqual(['ECT_CLAIM_INTEGER', 'exp'])
    expect(await judge({ claims: { nbf: null } })).toEqual(['ECT_CLAIM_TYPE', 'nbf'])
    const exponent = JSON.stringify(rootClaims).replace(/"exp":\d+/, '"exp":2e9')
    expect(await judge({ payload: exponent })).toEqual(['ECT_CLAIM_INTEGER', 'exp'])
  })
})

describe('steps 12 and 13, claims', () => {
  it('[VERIFY-CLAIM-ORDER] claims are judged in the order of their table, then sub, then exp', async () => {
    const broken = { exec_act: '', tid: 'x', sub: mallory.id, jti: 'x' }
    expect(await judge({ claims: broken })).toEqual(['ECT_CLAIM_ID', 'jti'])
    expect(await judge({ claims: { ...broken, jti: uuid(1) } })).toEqual(['ECT_CLAIM_ID', 'tid'])
    expect(await judge({ claims: { ...broken, jti: uuid(1), tid: uuid(2) } })).toEqual(['ECT_CLAIM_STRING', 'exec_act'])
    const order = { sub: mallory.id, iat: now + 10, exp: now + 10 }
    expect(await judge({ claims: order })).toEqual(['ECT_CLAIM_SUBJECT', 'sub'])
    expect(await judge({ claims: { ...order, sub: alice.id } })).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
  })

  it('[CLAIM-POL-TIMESTAMP] the policy is evaluated before the token is issued', async () => {
    expect(await judge({ claims: { pol_timestamp: rootClaims.iat } })).toBe('accepted')
    const late = judge({ claims: { pol_timestamp: rootClaims.iat + 1 } })
    expect(await late).toEqual(['ECT_CLAIM_POLICY_TIME', 'pol_timestamp'])
  })

  it('[CLAIM-COMPENSATION-REASON] a compensation gives its reason', async () => {
    const compensation = { compensation_required: true, compensation_reason: 'test failed' }
    expect(await judge({ claims: compensation })).toBe('accepted')
    const silent = judge({ claims: { compensation_required: true } })
    expect(await silent).toEqual(['ECT_CLAIM_COMPENSATION', 'compensation_reason'])
  })

  it('[CLAIM-IDS-OPAQUE] ids says of which kind identifiers are', async () => {
    const opaque = { jti: 'jti-1', tid: 'task-001', wid: 'flow', par: ['task-000'] }
    expect(await judge({ claims: opaque })).toEqual(['ECT_CLAIM_ID', 'jti'])
    expect(await judge({ claims: opaque }, { ids: 'uuid' })).toEqual(['ECT_CLAIM_ID', 'jti'])
    expect(await judge({ claims: opaque }, { ids: 'opaque' })).toBe('accepted')
  })

  it('[CLAIM-PAR-LIMIT] par has at most 100 entries, or as many as maxParents says', async () => {
    const parents = (count: number) => Array.from({ length: count }, (_, n) => uuid(1000 + n))
    const tooMany = ['ECT_CLAIM_PARENTS', 'par']
    expect(await judge({ claims: { par: parents(100) } })).toBe('accepted')
    expect(await judge({ claims: { par: parents(101) } })).toEqual(tooMany)
    expect(await judge({ claims: { par: parents(2) } }, { maxParents: 2 })).toBe('accepted')
    expect(await judge({ claims: { par: parents(3) } }, { maxParents: 2 })).toEqual(tooMany)
    expect(await judge({ claims: { par: parents(101) } }, { maxParents: 101 })).toBe('accepted')
  })
})

describe('a supporting token', () => {
  const parentClaims = { aud: 'spiffe://example.com/agent/carol', iat: now - 90_000, exp: now - 89_000, tid: uuid(3) }

  /** Verifies a parent, long expired and for somebody else, with a child that names it. */
  function judgeParent(parent: TokenParts, options: Partial<VerifierOptions> = {}): ReturnType<typeof refusal> {
    const tokens = [ect({ ...parent, claims: { ...parentClaims, ...parent.claims } }), child]
    return refusal(() => verifierForBob(options).verifyAll(tokens))
  }

  const child = ect({ claims: { jti: uuid(4), tid: uuid(5), par: [uuid(3)] } })

  /** Bob's keys, but that of mallory with other members. */
  const keysWith = (members: Partial<VerificationKey>): Partial<VerifierOptions> => ({
    keys: async (kid) => {
      const key = await jwksKeys(keySet)(kid)
      return kid === mallory.kid && key !== undefined ? { ...key, ...members } : key
    },
  })

  it('[HTTP-SUPPORTING-SKIPS-AUDIENCE] may be meant for somebody else', async () => {
    expect(await judgeParent({})).toBe('accepted')
    expect(await judgeParent({ claims: { exp: now + 500, iat: now - 60 } })).toBe('accepted')
  })

  it('[HTTP-SUPPORTING-SKIPS-EXPIRY] may have expired', async () => {
    expect(await judgeParent({ claims: { aud: bob.id, iat: now - 60, exp: now } })).toBe('accepted')
  })

  it('[HTTP-SUPPORTING-SKIPS-AGE] may be old', async () => {
    expect(await judgeParent({ claims: { aud: bob.id, exp: now + 500 } })).toBe('accepted')
    expect(await judgeParent({ claims: { iat: 0 } })).toBe('accepted')
  })

  it('[HTTP-SUPPORTING-FUTURE] may not be in the future', async () => {
    const issued = (iat: number) => judgeParent({ claims: { iat, exp: now + 900 } })
    expect(await issued(now + 30)).toBe('accepted')
    expect(await issued(now + 31)).toEqual(['ECT_TIME_FUTURE', 'iat'])
    expect(await judgeParent({ claims: { nbf: now + 30 } })).toBe('accepted')
    expect(await judgeParent({ claims: { nbf: now + 31 } })).toEqual(['ECT_TIME_FUTURE', 'nbf'])
    expect(await judgeParent({ claims: { nbf: now + 6 } }, { clockSkew: 5 })).toEqual(['ECT_TIME_FUTURE', 'nbf'])
  })

  it('[HTTP-SUPPORTING-KEY-AT-IAT] its key was valid at iat', async () => {
    const { iat } = parentClaims
    const outside = ['ECT_KEY_VALIDITY', undefined]
    const parent = { signer: mallory }
    expect(await judgeParent(parent, keysWith({ expiresAt: iat + 1 }))).toBe('accepted')
    expect(await judgeParent(parent, keysWith({ expiresAt: iat }))).toEqual(outside)
    expect(await judgeParent(parent, keysWith({ notBefore: iat }))).toBe('accepted')
    expect(await judgeParent(parent, keysWith({ notBefore: iat + 1 }))).toEqual(outside)
  })

  it('[VERIFY-KEY-REVOKED] its key is not revoked: a thief can write any iat', async () => {
    expect(await judgeParent({ signer: mallory }, keysWith({ revoked: true }))).toEqual(['ECT_KEY_REVOKED', undefined])
  })

  it('[ATTACK-UNSIGNED-PARENT] its signature is checked and its key fits', async () => {
    const forged = { ...mallory, kid: alice.kid, id: alice.id }
    expect(await judgeParent({ signer: forged })).toEqual(invalid)
    expect(await judgeParent({ header: { kid: 'carol-key' } })).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
    const unfit = judgeParent({ signer: mallory }, keysWith({ jwk: { ...mallory.jwk, use: 'enc' } }))
    expect(await unfit).toEqual(['ECT_KEY_UNFIT', 'use'])
  })

  it('[CLAIM-ISS-OWNER] it is issued by the owner of the key', async () => {
    expect(await judgeParent({ signer: mallory, claims: { iss: alice.id } })).toEqual(['ECT_PARTY_ISSUER', 'iss'])
    expect(await judgeParent({ signer: mallory }, keysWith({ subject: undefined }))).toEqual([
      'ECT_KEY_OWNER',
      undefined,
    ])
  })

  it('[HTTP-SUPPORTING] its claims are present, well-formed and consistent, also those that are not applied', async () => {
    expect(await judgeParent({ claims: { iat: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'iat'])
    expect(await judgeParent({ claims: { aud: [] } })).toEqual(['ECT_CLAIM_AUDIENCE', 'aud'])
    expect(await judgeParent({ claims: { exp: undefined } })).toEqual(['ECT_CLAIM_MISSING', 'exp'])
    expect(await judgeParent({ claims: { pol: '' } })).toEqual(['ECT_CLAIM_STRING', 'pol'])
    expect(await judgeParent({ claims: { exp: parentClaims.iat } })).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
    const compensation = judgeParent({ claims: { compensation_required: true } })
    expect(await compensation).toEqual(['ECT_CLAIM_COMPENSATION', 'compensation_reason'])
  })

  it.each([
    {
      first: 'revocation',
      claims: { iss: mallory.id, pol: '' },
      members: { revoked: true },
      refused: ['ECT_KEY_REVOKED', undefined],
    },
    { first: 'issuer', claims: { iss: alice.id, nbf: now + 31 }, members: {}, refused: ['ECT_PARTY_ISSUER', 'iss'] },
    { first: 'nbf', claims: { nbf: now + 31, pol: '' }, members: {}, refused: ['ECT_TIME_FUTURE', 'nbf'] },
    {
      first: 'claims',
      claims: { pol: '', compensation_required: true },
      members: {},
      refused: ['ECT_CLAIM_STRING', 'pol'],
    },
  ])('[VERIFY-ORDER] $first comes before what is later', async ({ claims, members, refused }) => {
    expect(await judgeParent({ signer: mallory, claims }, keysWith(members))).toEqual(refused)
  })
})

describe('the verified token', () => {
  it('[ENV-TYPED-AFTER-VERIFY] holds what arrived, typed, and how it was judged', async () => {
    const compact = ect({ header: { note: 'kept' }, claims: { aud: bob.id, com_example: [1] } })
    expect(await verifierForBob().verify(compact)).toEqual({
      compact,
      signingInput: compact.slice(0, compact.lastIndexOf('.')),
      header: { typ: 'wimse-exec+jwt', alg: 'ES256', kid: alice.kid, note: 'kept' },
      claims: { ...rootClaims, aud: bob.id, com_example: [1] },
      task: expect.objectContaining({
        revision: 'execution-context-00',
        taskId: uuid(2),
        tokenId: uuid(1),
        agent: alice.id,
        audience: [bob.id],
        action: 'review_spec',
        parents: [],
      }),
      ids: 'uuid',
      verifiedAt: now,
    })
  })

  it('[CLAIM-IDS-OPAQUE] says with which kind of identifiers it was read', async () => {
    const token = ect({ claims: { tid: 'Task-001' } })
    const verified = await verifierForBob({ ids: 'opaque' }).verify(token)
    expect(verified).toMatchObject({ ids: 'opaque', task: { taskId: 'Task-001' } })
  })

  it('[ENV-COMPACT] a genuine JWS of another kind is none', async () => {
    const jwt = jws({ typ: 'JWT', alg: 'ES256', kid: alice.kid }, rootClaims, alice)
    expect(await judge(jwt)).toEqual(['ECT_HEADER_TYP', 'typ'])
  })
})
