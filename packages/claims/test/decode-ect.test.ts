import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { checkClaims, checkConsistency, taskOf } from '../src/claim-rules.ts'
import { type DecodeOptions, decodeEct } from '../src/decode-ect.ts'
import { executionContext00 } from '../src/profiles/execution-context-00.ts'
import type { JsonObject } from '../src/strict-json.ts'
import { refusal } from './refusal.ts'
import { aliceHeader, compactOf, rootClaims } from './tokens.ts'

const withHeader = (changes: object, options?: DecodeOptions): ReturnType<typeof refusal> =>
  refusal(() => decodeEct(compactOf({ ...aliceHeader, ...changes }), options))
const withPayload = (payload: object): ReturnType<typeof refusal> =>
  refusal(() => decodeEct(compactOf(aliceHeader, payload)))
const { tid: _tid, ...claimsWithoutTid } = rootClaims

describe('decodeEct', () => {
  it('[ENV-DECODE-SCOPE] gives the header, the untyped payload and the revision', () => {
    const compact = compactOf({ ...aliceHeader, extra: [1] })
    const decoded = decodeEct(compact)
    expect(decoded).toMatchObject({ compact, header: { ...aliceHeader, extra: [1] }, payload: rootClaims })
    expect(decoded.profile).toBe(executionContext00)
    expectTypeOf(decoded.payload).toEqualTypeOf<JsonObject>()
  })

  it('[ENV-DECODE-SCOPE] judges no claim', () => {
    expect(decodeEct(compactOf(aliceHeader, { tid: null, iat: 'never' })).payload).toEqual({ tid: null, iat: 'never' })
  })

  it('[ENV-HEADER-OTHER] keeps other header members and ignores them', () => {
    expect(decodeEct(compactOf({ ...aliceHeader, x5t: 'a', nonce: null })).header).toEqual({
      ...aliceHeader,
      x5t: 'a',
      nonce: null,
    })
  })

  it('[ENV-HEADER-FORBIDDEN] refuses a key that the token brings along', () => {
    expect(withHeader({ jwk: { kty: 'EC' } })).toEqual(['ECT_HEADER_FORBIDDEN', 'jwk'])
  })
})

describe('typ', () => {
  it.each([
    'Wimse-exec+jwt',
    'WIMSE-EXEC+JWT',
    'application/wimse-exec+jwt',
    'wimse-exec+jwt ',
    ' wimse-exec+jwt',
    'wimse-exec',
    'wimse-exec+jwt\u0000',
    'exec+jwt',
    'wit+jwt',
    'JWT',
    '',
    null,
    1,
    ['wimse-exec+jwt'],
    {},
    undefined,
  ])('[ENV-TYP-EXACT] refuses %j', (typ) => {
    expect(withHeader({ typ })).toEqual(['ECT_HEADER_TYP', 'typ'])
  })

  it('[VERIFY-REVISION-TYP] refuses exec+jwt for its typ, whatever the claims', () => {
    expect(refusal(() => decodeEct(compactOf({ ...aliceHeader, typ: 'exec+jwt' }, { pred: [] })))).toEqual([
      'ECT_HEADER_TYP',
      'typ',
    ])
  })
})

describe('revision', () => {
  const revision = ['ECT_TOKEN_REVISION', undefined]

  it('[REVISION-DEFAULT] is execution-context-00 when the caller names none', () => {
    expect(decodeEct(compactOf()).profile.revision).toBe('execution-context-00')
    expect(decodeEct(compactOf(), { revisions: undefined }).profile.revision).toBe('execution-context-00')
    expect(decodeEct(compactOf(), { revisions: ['execution-context-00'] }).profile.revision).toBe(
      'execution-context-00',
    )
  })

  it('[VERIFY-REVISION-NO-TID] refuses a token without tid', () => {
    expect(withPayload(claimsWithoutTid)).toEqual(revision)
    expect(withPayload({})).toEqual(revision)
  })

  it('[VERIFY-REVISION-CODE] takes any tid for this revision: its form is judged with the claims', () => {
    expect(withPayload({ ...claimsWithoutTid, tid: null })).toBe('accepted')
  })

  it('[VERIFY-REVISION-PRED] refuses a token with pred and no par', () => {
    const { par: _par, ...claims } = rootClaims
    expect(withPayload({ ...claims, pred: [] })).toEqual(revision)
  })

  it('[REVISION-TWO-PARENT-CLAIMS] refuses a token with par and pred', () => {
    expect(withPayload({ ...rootClaims, pred: [] })).toEqual(revision)
    expect(withPayload({ ...rootClaims, pred: null })).toEqual(revision)
  })

  it('accepts nothing when the list of revisions is empty', () => {
    expect(withHeader({}, { revisions: [] })).toEqual(['ECT_HEADER_TYP', 'typ'])
  })
})

describe('alg', () => {
  const alg = ['ECT_HEADER_ALG', 'alg']

  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'])('[ENV-ALG-OPTIONAL] takes %s', (name) => {
    expect(decodeEct(compactOf({ ...aliceHeader, alg: name })).header.alg).toBe(name)
  })

  it('[ENV-ALG-ALLOWLIST] takes only what the caller lists', () => {
    expect(withHeader({ alg: 'ES256' }, { algorithms: ['ES256'] })).toBe('accepted')
    expect(withHeader({ alg: 'ES384' }, { algorithms: ['ES256'] })).toEqual(alg)
    expect(withHeader({ alg: 'ES384' }, { algorithms: ['ES256', 'ES384'] })).toBe('accepted')
    expect(withHeader({ alg: 'ES256' }, { algorithms: [] })).toEqual(alg)
  })

  it.each(['none', 'None', 'NONE', ''])('[ENV-ALG-NONE] refuses %j', (name) => {
    expect(withHeader({ alg: name })).toEqual(alg)
  })

  it.each(['HS256', 'HS384', 'HS512'])('[ENV-ALG-SYMMETRIC] refuses %s', (name) => {
    expect(withHeader({ alg: name })).toEqual(alg)
  })

  it.each(['none', 'HS256'])('[ENV-ALG-PROGRAMMER] refuses %s even where a caller forces it into the list', (name) => {
    expect(withHeader({ alg: name }, { algorithms: [name] as unknown as ['ES256'] })).toEqual(alg)
  })

  it.each(['es256', 'RS256', 'ES256K', null, 1, ['ES256'], {}, undefined])('refuses %j', (name) => {
    expect(withHeader({ alg: name })).toEqual(alg)
  })
})

describe('kid', () => {
  const kid = ['ECT_HEADER_KID', 'kid']

  it.each([undefined, null, '', 1, true, ['alice-key'], {}])('[ENV-KID-REQUIRED] refuses %j', (value) => {
    expect(withHeader({ kid: value })).toEqual(kid)
  })

  it('[ENV-KID-FORM] takes 512 bytes and refuses 513', () => {
    expect(withHeader({ kid: 'k'.repeat(512) })).toBe('accepted')
    expect(withHeader({ kid: 'k'.repeat(513) })).toEqual(kid)
    expect(withHeader({ kid: 'é'.repeat(256) })).toBe('accepted')
    expect(withHeader({ kid: `${'é'.repeat(256)}k` })).toEqual(kid)
  })

  it.each(['\u0000', '\n', '\r', '\t', '\u001f', '\u007f', '\u0080', '\u009f'])(
    '[ENV-KID-FORM] refuses the control character %j',
    (character) => {
      expect(withHeader({ kid: `alice${character}key` })).toEqual(kid)
    },
  )

  it.each(['k', ' ', '../../etc/passwd', 'https://mallory.example/key', "' OR 1=1 --", 'ключ', '%00'])(
    '[ENV-KID-OPAQUE] takes %j as a name like any other',
    (value) => {
      expect(decodeEct(compactOf({ ...aliceHeader, kid: value })).header.kid).toBe(value)
    },
  )
})

describe('the first error', () => {
  it('[VERIFY-ORDER-01-PARSE] is one of parsing before one of typ', () => {
    expect(refusal(() => decodeEct(compactOf({ ...aliceHeader, typ: 'JWT' }, 'not JSON')))[0]).toBe('ECT_TOKEN_JSON')
  })

  it('[VERIFY-ORDER-02-TYP] is one of typ, then of the revision, before one of alg', () => {
    const header = { ...aliceHeader, alg: 'none' }
    expect(refusal(() => decodeEct(compactOf({ ...header, typ: 'JWT' }, {})))[0]).toBe('ECT_HEADER_TYP')
    expect(refusal(() => decodeEct(compactOf(header, {})))[0]).toBe('ECT_TOKEN_REVISION')
  })

  it('[VERIFY-ORDER-03-ALG] is one of alg before one of kid', () => {
    expect(withHeader({ alg: 'none', kid: '' })[0]).toBe('ECT_HEADER_ALG')
  })
})

describe('any input', () => {
  /** Takes the token through everything this package does; throws only what is no EctError. */
  function judge(compact: unknown): readonly string[] {
    const outcome = refusal(() => {
      const decoded = decodeEct(compact as string)
      const claims = checkClaims(decoded)
      checkConsistency(decoded, claims)
      taskOf(decoded, claims)
    })
    return typeof outcome === 'string' ? [outcome] : [outcome[0]]
  }
  const known = [expect.stringMatching(/^accepted$|^ECT_(?:TOKEN|HEADER|CLAIM)_/)]

  it.each([
    ['ones', `{"tid":[${Array(23_000).fill(1).join(',')}]}`, 'ECT_CLAIM_MISSING'],
    ['members', `{${Array.from({ length: 5000 }, (_, at) => `"${at}":1`).join(',')}}`, 'ECT_TOKEN_REVISION'],
    ['equal members', `{${Array(8000).fill('"a":1').join(',')}}`, 'ECT_TOKEN_DUPLICATE'],
    ['fractions', `{${Array.from({ length: 4000 }, (_, at) => `"${at}":0.5`).join(',')}}`, 'ECT_TOKEN_REVISION'],
    ['digits', `{"tid":${'1'.repeat(48_000)}}`, 'ECT_TOKEN_NUMBER'],
    ['digits and letters', '1e'.repeat(24_000), 'ECT_TOKEN_JSON'],
    ['escapes', `{"tid":"${'\\u0041'.repeat(8000)}"}`, 'ECT_CLAIM_MISSING'],
    ['backslashes', `{"tid":"${'\\'.repeat(48_000)}`, 'ECT_TOKEN_JSON'],
    ['quotes', '"'.repeat(48_000), 'ECT_TOKEN_JSON'],
    ['minus signs', '-'.repeat(48_000), 'ECT_TOKEN_JSON'],
    ['colons', `{${':'.repeat(48_000)}`, 'ECT_TOKEN_JSON'],
    ['brackets', '['.repeat(48_000), 'ECT_TOKEN_DEPTH'],
  ])('[ENV-SIZE] ends with the right code when it is nearly as large as allowed: %s', (_what, text, code) => {
    expect(judge(compactOf(aliceHeader, text))).toEqual([code])
  })

  it('[ERROR-CODE] ends in an EctError: arbitrary values', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (value) => {
        expect(judge(value)).toEqual(known)
      }),
    )
  })

  it('[ERROR-CODE] ends in an EctError: a good token with characters changed', { timeout: 60_000 }, () => {
    const compact = compactOf()
    const edits = fc.array(
      fc.record({
        at: fc.nat({ max: compact.length }),
        length: fc.nat({ max: 3 }),
        insert: fc.string({ unit: fc.constantFrom('A', 'z', '0', '-', '_', '.', '=', 'é'), maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = changes.reduce((text, { at, length, insert }) => {
          return text.slice(0, at) + insert + text.slice(at + length)
        }, compact)
        expect(judge(changed)).toEqual(known)
      }),
      { numRuns: 1000 },
    )
  })

  it('[ERROR-CODE] ends in an EctError: good JSON with bytes changed', { timeout: 60_000 }, () => {
    const bytes = Buffer.from(JSON.stringify({ ...rootClaims, ext: { 'com.example.a': [1, { b: 'c' }] } }))
    const edits = fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 })
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = Uint8Array.from(bytes)
        for (const [at, byte] of changes) changed[at] = byte
        expect(judge(compactOf(aliceHeader, changed))).toEqual(known)
      }),
      { numRuns: 1000 },
    )
  })

  it('[ERROR-CODE] ends in an EctError: members with any JSON value', { timeout: 60_000 }, () => {
    const names = ['typ', 'alg', 'kid', ...Object.keys(executionContext00.claims), 'pred', 'other']
    const changes = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ stringUnit: 'binary' }), { maxKeys: 3 })
    fc.assert(
      fc.property(changes, changes, (header, claims) => {
        expect(judge(compactOf({ ...aliceHeader, ...header }, { ...rootClaims, ...claims }))).toEqual(known)
      }),
      { numRuns: 1000 },
    )
  })
})
