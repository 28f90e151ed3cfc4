import { describe, expect, it } from 'vitest'
import { checkClaims, checkConsistency, checkRemainingClaims, readClaim, taskOf } from '../src/claim-rules.ts'
import { profiles } from '../src/profiles/index.ts'
import { refusal } from './refusal.ts'
import { alice, bob, claimSource, readAnyClaim, rootClaims, sourceOfText } from './tokens.ts'

const uuid = '550E8400-E29B-41D4-A716-446655440009'
const parents = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `550e8400-e29b-41d4-a716-${String(at).padStart(12, '0')}`)

describe('readClaim', () => {
  it('[VERIFY-CLAIM-AT-STEP] gives a claim as it stands on the wire', () => {
    expect(readClaim(claimSource(), 'iss')).toBe(alice)
    expect(readClaim(claimSource({ aud: bob }), 'aud')).toBe(bob)
    expect(readClaim(claimSource({ wid: uuid }), 'wid')).toBe(uuid)
  })

  it('[VERIFY-CLAIM-AT-STEP] judges only the claim that is asked for', () => {
    expect(refusal(() => readClaim(claimSource({ iss: null }), 'aud'))).toBe('accepted')
    expect(refusal(() => readClaim(claimSource({ iss: null }), 'iss'))).toEqual(['ECT_CLAIM_TYPE', 'iss'])
  })

  it('[ENV-NULL-TYPE] null is not absent, neither in a required claim nor in an optional one', () => {
    expect(refusal(() => readClaim(claimSource({ iat: null }), 'iat'))).toEqual(['ECT_CLAIM_TYPE', 'iat'])
    expect(refusal(() => readClaim(claimSource({ nbf: null }), 'nbf'))).toEqual(['ECT_CLAIM_TYPE', 'nbf'])
  })

  it('gives undefined for an optional claim that is absent and refuses without a required one', () => {
    expect(readClaim(claimSource(), 'nbf')).toBeUndefined()
    const source = sourceOfText('{"tid":"a"}')
    expect(refusal(() => readClaim(source, 'iss'))).toEqual(['ECT_CLAIM_MISSING', 'iss'])
  })

  it('takes a member set to undefined, as in a payload about to be signed, for absent', () => {
    const source = claimSource()
    const payload = { ...source.payload, iss: undefined, nbf: undefined } as unknown as typeof source.payload
    expect(readClaim({ ...source, payload }, 'nbf')).toBeUndefined()
    expect(refusal(() => readClaim({ ...source, payload }, 'iss'))).toEqual(['ECT_CLAIM_MISSING', 'iss'])
  })

  it('reads no claim that the payload only inherits', () => {
    const source = claimSource()
    const { iss, ...rest } = source.payload
    const payload = Object.assign(Object.create({ iss }), rest) as typeof source.payload
    expect(refusal(() => readClaim({ ...source, payload }, 'iss'))).toEqual(['ECT_CLAIM_MISSING', 'iss'])
  })

  it.each(['1772000000.0', '1772000000.5', '1.772e9', '1772000000e0'])(
    '[ENV-INTEGER-FORM] refuses iat written as %s',
    (iat) => {
      expect(refusal(() => readClaim(sourceOfText(`{"iat":${iat}}`), 'iat'))).toEqual(['ECT_CLAIM_INTEGER', 'iat'])
    },
  )

  it('[ENV-INTEGER-FORM] takes 2^53-1 and refuses 2^53', () => {
    expect(readClaim(sourceOfText('{"iat":9007199254740991}'), 'iat')).toBe(Number.MAX_SAFE_INTEGER)
    for (const iat of ['9007199254740992', '9007199254740993', '-1']) {
      expect(refusal(() => readClaim(sourceOfText(`{"iat":${iat}}`), 'iat'))).toEqual(['ECT_CLAIM_INTEGER', 'iat'])
    }
  })

  it('[CLAIM-IDS-DEFAULT] reads identifiers as UUIDs unless the caller says opaque', () => {
    const source = claimSource({ tid: 'task-001' })
    expect(refusal(() => readAnyClaim(source, 'tid'))).toEqual(['ECT_CLAIM_ID', 'tid'])
    expect(refusal(() => readAnyClaim(source, 'tid', { ids: undefined }))).toEqual(['ECT_CLAIM_ID', 'tid'])
    expect(refusal(() => readAnyClaim(source, 'tid', { ids: 'uuid' }))).toEqual(['ECT_CLAIM_ID', 'tid'])
    expect(readAnyClaim(source, 'tid', { ids: 'opaque' })).toBe('task-001')
  })

  it('[CLAIM-PAR-LIMIT] takes 100 parents by default, or as many as the caller says', () => {
    const tooMany = ['ECT_CLAIM_PARENTS', 'par']
    expect(readAnyClaim(claimSource({ par: parents(100) }), 'par')).toHaveLength(100)
    expect(refusal(() => readAnyClaim(claimSource({ par: parents(101) }), 'par'))).toEqual(tooMany)
    expect(readAnyClaim(claimSource({ par: parents(101) }), 'par', { maxParents: 101 })).toHaveLength(101)
    expect(refusal(() => readAnyClaim(claimSource({ par: parents(1) }), 'par', { maxParents: 0 }))).toEqual(tooMany)
  })
})

describe('checkClaims', () => {
  it('[CLAIM-UNKNOWN] gives the payload itself, unknown claims included', () => {
    const source = claimSource({ unknown: [null], ext: { 'com.example.a': 1 } })
    expect(checkClaims(source)).toBe(source.payload)
  })

  it('[VERIFY-CLAIM-ORDER] judges the claims in the order of the table, then sub, then exp', () => {
    const faults = { iss: 1, aud: [], iat: -1, exp: null, tid: 'x', pol: '', ext: [] }
    const steps = Object.keys(faults).map((name) => {
      const mended = Object.fromEntries(
        Object.entries(faults).filter((_, at) => at >= Object.keys(faults).indexOf(name)),
      )
      return refusal(() => checkClaims(claimSource(mended)))[1]
    })
    expect(steps).toEqual(Object.keys(faults))
  })

  it('[VERIFY-CLAIM-ORDER] compares sub and exp only when every claim is well-formed, sub first', () => {
    const faults = { sub: bob, exp: rootClaims.iat }
    expect(refusal(() => checkClaims(claimSource({ ...faults, ext: [] })))).toEqual(['ECT_CLAIM_TYPE', 'ext'])
    expect(refusal(() => checkClaims(claimSource(faults)))).toEqual(['ECT_CLAIM_SUBJECT', 'sub'])
    expect(refusal(() => checkClaims(claimSource({ exp: rootClaims.iat })))).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
  })

  it('[VERIFY-ORDER-12-CLAIMS] does not judge consistency', () => {
    expect(refusal(() => checkClaims(claimSource({ compensation_required: true })))).toBe('accepted')
    expect(refusal(() => checkClaims(claimSource({ pol_timestamp: rootClaims.iat + 1 })))).toBe('accepted')
  })

  it('passes its options on', () => {
    const source = claimSource({ jti: 'a', tid: 'b', par: ['c', 'd'] })
    expect(refusal(() => checkClaims(source, { ids: 'opaque' }))).toBe('accepted')
    expect(refusal(() => checkClaims(source, { ids: 'opaque', maxParents: 1 }))).toEqual(['ECT_CLAIM_PARENTS', 'par'])
    expect(refusal(() => checkClaims(source))).toEqual(['ECT_CLAIM_ID', 'jti'])
  })
})

describe('checkConsistency', () => {
  const judge = (changes: object): ReturnType<typeof refusal> => {
    const source = claimSource(changes)
    return refusal(() => checkConsistency(source, checkClaims(source)))
  }

  it('[VERIFY-ORDER-13-CONSISTENCY] takes claims that fit together', () => {
    expect(judge({})).toBe('accepted')
    expect(judge({ pol_timestamp: rootClaims.iat, compensation_required: true, compensation_reason: 'undo' })).toBe(
      'accepted',
    )
  })

  it('[VERIFY-ORDER-13-CONSISTENCY] judges policy, then compensation', () => {
    const late = { pol_timestamp: rootClaims.iat + 1 }
    const noReason = { compensation_required: true }
    expect(judge({ ...late, ...noReason })).toEqual(['ECT_CLAIM_POLICY_TIME', 'pol_timestamp'])
    expect(judge(noReason)).toEqual(['ECT_CLAIM_COMPENSATION', 'compensation_reason'])
  })
})

describe('taskOf', () => {
  it('[CLAIM-UUID-CASE] writes UUIDs in lower case', () => {
    const source = claimSource({ tid: uuid })
    expect(taskOf(source, checkClaims(source)).taskId).toBe(uuid.toLowerCase())
    expect(taskOf(source, checkClaims(source), { ids: 'uuid' }).taskId).toBe(uuid.toLowerCase())
  })

  it('[CLAIM-IDS-OPAQUE-BYTEWISE] leaves opaque ids as they are', () => {
    const source = claimSource({ tid: 'Task-001' })
    const options = { ids: 'opaque' } as const
    expect(taskOf(source, checkClaims(source, options), options).taskId).toBe('Task-001')
  })
})

describe('checkRemainingClaims', () => {
  const readBefore = ['aud', 'exp', 'iat', 'nbf']

  it.each(Object.keys(profiles['execution-context-00'].claims))(
    'judges %s unless a step before has read it',
    (name) => {
      const verdict = refusal(() => checkRemainingClaims(claimSource({ [name]: null }), {}))
      if (readBefore.includes(name)) expect(verdict).not.toEqual(['ECT_CLAIM_TYPE', name])
      else expect(verdict).toEqual(['ECT_CLAIM_TYPE', name])
    },
  )
})
