import { describe, expect, it } from 'vitest'
import { decodeUnsignedEct, isUnsigned } from '../src/decode-unsigned-ect.ts'
import { profiles } from '../src/profiles/index.ts'
import { refusal } from './refusal.ts'
import { compactOf, segment } from './tokens.ts'

const revisions = ['execution-context-00', 'ect-00', 'ect-01'] as const
const decode = (text: string) => decodeUnsignedEct(text, { revisions })

describe('isUnsigned', () => {
  it('[REVISION-ENVELOPE] is true for a text without dots only, so that JWS is tried first', () => {
    expect(isUnsigned(segment({ pred: [] }))).toBe(true)
    expect(isUnsigned('')).toBe(true)
    for (const text of [compactOf(), '.', `${segment({})}.`, '..']) expect(isUnsigned(text)).toBe(false)
    expect(isUnsigned(undefined as unknown as string)).toBe(false)
  })
})

describe('decodeUnsignedEct', () => {
  it('[REVISION-LEVEL-1] gives the claims as they are', () => {
    const { payload, profile, notIntegers } = decode(segment('{"pred":[],"iat":1.0}'))
    expect(payload).toEqual({ pred: [], iat: 1 })
    expect(notIntegers).toEqual(new Set(['iat']))
    expect(profile).toBe(profiles['ect-01'])
  })

  it.each([
    ['nothing', '', 'ECT_TOKEN_SEGMENTS'],
    ['padding', `${segment('{"a":1}')}=`, 'ECT_TOKEN_BASE64URL'],
    ['white space', ` ${segment({})}`, 'ECT_TOKEN_BASE64URL'],
    ['plain JSON', '{"pred":[]}', 'ECT_TOKEN_BASE64URL'],
    ['bytes that are no UTF-8', segment(Uint8Array.of(0xff)), 'ECT_TOKEN_UTF8'],
    ['a byte order mark', segment('\uFEFF{}'), 'ECT_TOKEN_UTF8'],
    ['no object', segment('[]'), 'ECT_TOKEN_JSON'],
    ['a name twice', segment('{"pred":[],"pred":[]}'), 'ECT_TOKEN_DUPLICATE'],
    ['more than 65,535 characters', segment({ pred: [], a: 'x'.repeat(49_140) }), 'ECT_TOKEN_SIZE'],
  ])('[ENV-COMPACT] refuses %s', (_, text, code) => {
    const place = ['ECT_TOKEN_SEGMENTS', 'ECT_TOKEN_SIZE'].includes(code) ? undefined : 'payload'
    expect(refusal(() => decode(text))).toEqual([code, place])
  })

  it('[ENV-SIZE] takes 65,535 characters', () => {
    const text = segment({ a: 'x'.repeat(49_143) })
    expect(text).toHaveLength(65_535)
    expect(decode(text).profile.revision).toBe('ect-01')
  })

  it('[REVISION-ENVELOPE] only a revision with level 1 lets tokens come unsigned', () => {
    const refused = ['ECT_TOKEN_REVISION', undefined]
    expect(refusal(() => decodeUnsignedEct(segment({ tid: 'a' })))).toEqual(refused)
    expect(refusal(() => decodeUnsignedEct(segment({}), { revisions: ['ect-00'] }))).toEqual(refused)
    expect(refusal(() => decode(segment({ pred: [], par: [] })))).toEqual(refused)
  })
})
