import { describe, expect, it } from 'vitest'
import { decodeCompactJws } from '../src/decode-compact-jws.ts'
import { refusal } from './refusal.ts'
import { aliceHeader, compactOf, compactOfLength, rootClaims, segment } from './tokens.ts'

const refusalOf = (compact: unknown): ReturnType<typeof refusal> => refusal(() => decodeCompactJws(compact as string))
const header = segment(aliceHeader)
const payload = segment(rootClaims)
const segments = ['ECT_TOKEN_SEGMENTS', undefined]

describe('decodeCompactJws', () => {
  it('[ENV-COMPACT] gives the parts of a token and the string as it arrived', () => {
    const compact = compactOf({ ...aliceHeader, extra: 1 }, { ...rootClaims, exec_time_ms: 1.5 })
    expect(decodeCompactJws(compact)).toEqual({
      compact,
      signingInput: compact.slice(0, compact.lastIndexOf('.')),
      header: { ...aliceHeader, extra: 1 },
      payload: { ...rootClaims, exec_time_ms: 1.5 },
      notIntegers: new Set(['exec_time_ms']),
      signature: new TextEncoder().encode('signature'),
    })
  })

  it('the signature stays what it is when other tokens are decoded', () => {
    const token = decodeCompactJws(compactOf())
    const signature = Uint8Array.from(token.signature)
    decodeCompactJws(compactOf({ ...aliceHeader, kid: 'another' }, { ...rootClaims, exec_act: 'x'.repeat(200) }))
    expect(token.signature).toEqual(signature)
  })

  it('serves other tokens of the same envelope: typ, alg, kid and claims are not judged', () => {
    expect(decodeCompactJws(compactOf({ typ: 'wit+jwt' }, {}))).toMatchObject({
      header: { typ: 'wit+jwt' },
      payload: {},
    })
  })
})

describe('segments', () => {
  it.each([
    '',
    '.',
    '..',
    '...',
    header,
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `.${payload}.c2ln`,
    `${header}..c2ln`,
    `${header}.${payload}.c2ln.`,
    `${header}.${payload}.c2ln.c2ln`,
    `.${header}.${payload}.c2ln`,
    `${header}.${payload}.c2ln.c2ln.c2ln`,
  ])('[ENV-SEGMENTS] refuses any number but three and empty ones: %j', (compact) => {
    expect(refusalOf(compact)).toEqual(segments)
  })

  it.each([
    undefined,
    null,
    1,
    {},
    new String(compactOf()),
    new TextEncoder().encode(compactOf()),
    { protected: header, payload, signature: 'c2ln' },
  ])('[ENV-COMPACT] refuses what is no string: %j', (value) => {
    expect(refusalOf(value)).toEqual(segments)
  })

  it('[ENV-COMPACT] refuses the JSON serialisation', () => {
    expect(refusalOf(JSON.stringify({ protected: header, payload, signature: 'c2ln' }))).toEqual(segments)
  })
})

describe('size', () => {
  it('[ENV-SIZE] takes 65,535 bytes and refuses 65,536', () => {
    const longest = compactOfLength(65_535)
    expect(longest).toHaveLength(65_535)
    expect(refusalOf(longest)).toBe('accepted')
    expect(refusalOf(compactOfLength(65_536))).toEqual(['ECT_TOKEN_SIZE', undefined])
  })

  it('[ENV-SIZE-FIRST] is judged before anything is decoded', () => {
    expect(refusalOf('!'.repeat(65_536))).toEqual(['ECT_TOKEN_SIZE', undefined])
    expect(refusalOf('!'.repeat(65_535))).toEqual(segments)
  })
})

describe('encoding', () => {
  it.each(['header', 'payload', 'signature'])('[ENV-BASE64URL] refuses a %s that is not canonical', (place) => {
    const at = ['header', 'payload', 'signature'].indexOf(place)
    for (const change of ['=', ' ', '\n', '+', '/', 'é']) {
      const parts = [header, payload, 'c2ln']
      parts[at] += change
      expect([change, refusalOf(parts.join('.'))]).toEqual([change, ['ECT_TOKEN_BASE64URL', place]])
    }
  })

  it('[ENV-BASE64URL] refuses unused bits of the signature that are not zero', () => {
    expect(refusalOf(`${header}.${payload}.AA`)).toBe('accepted')
    expect(refusalOf(`${header}.${payload}.AB`)).toEqual(['ECT_TOKEN_BASE64URL', 'signature'])
  })

  it.each([
    ['a lone continuation byte', [0x80]],
    ['a truncated character', [0xc3]],
    ['an overlong form', [0xc0, 0xa2]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that no character has', [0xff]],
  ])('[ENV-UTF8] refuses %s', (_what, bytes) => {
    const text = new Uint8Array([...Buffer.from('{"a":"'), ...bytes, ...Buffer.from('"}')])
    expect(refusalOf(compactOf(text))).toEqual(['ECT_TOKEN_UTF8', 'header'])
    expect(refusalOf(compactOf(aliceHeader, text))).toEqual(['ECT_TOKEN_UTF8', 'payload'])
  })

  it('[ENV-UTF8] takes every character, and refuses or takes the next token whatever came before', () => {
    const text = '\u0000é€\u{1f600}\ufffd\ufeff\uffff'
    expect(decodeCompactJws(compactOf(aliceHeader, { text })).payload).toEqual({ text })
    expect(refusalOf(compactOf(aliceHeader, Uint8Array.of(0xc3)))).toEqual(['ECT_TOKEN_UTF8', 'payload'])
    expect(decodeCompactJws(compactOf(aliceHeader, { text })).payload).toEqual({ text })
  })

  it('[ENV-BOM] refuses a byte order mark at the start and takes one inside a string', () => {
    const text = '\ufeff{"a":1}'
    expect(refusalOf(compactOf(text))).toEqual(['ECT_TOKEN_UTF8', 'header'])
    expect(refusalOf(compactOf(aliceHeader, text))).toEqual(['ECT_TOKEN_UTF8', 'payload'])
    expect(refusalOf(compactOf(aliceHeader, '\ufeff\ufeff{}'))).toEqual(['ECT_TOKEN_UTF8', 'payload'])
    expect(refusalOf(compactOf(aliceHeader, '{"a":"\ufeff"}'))).toBe('accepted')
  })
})

describe('JSON', () => {
  it.each([
    ['ECT_TOKEN_JSON', '[]'],
    ['ECT_TOKEN_JSON', '{'],
    ['ECT_TOKEN_DUPLICATE', '{"a":1,"\\u0061":1}'],
    ['ECT_TOKEN_NAME', '{"__proto__":1}'],
    ['ECT_TOKEN_NUMBER', '{"a":-0}'],
    ['ECT_TOKEN_SURROGATE', '{"a":"\\ud800"}'],
    ['ECT_TOKEN_DEPTH', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`],
  ])('[ENV-JSON-OBJECT] refuses with %s in header and payload alike', (code, text) => {
    expect(refusalOf(compactOf(text))).toEqual([code, 'header'])
    expect(refusalOf(compactOf(aliceHeader, text))).toEqual([code, 'payload'])
  })
})

describe('forbidden header members', () => {
  const forbidden = ['crit', 'b64', 'zip', 'enc', 'cty', 'jwk', 'jku', 'x5u', 'x5c']

  it.each(forbidden)('[ENV-HEADER-FORBIDDEN] refuses %s, whatever its value', (name) => {
    for (const value of [null, true, '', [], {}]) {
      expect(refusalOf(compactOf({ ...aliceHeader, [name]: value }))).toEqual(['ECT_HEADER_FORBIDDEN', name])
    }
  })

  it.each(forbidden)('[ENV-HEADER-FORBIDDEN] takes a claim named %s', (name) => {
    expect(refusalOf(compactOf(aliceHeader, { ...rootClaims, [name]: 1 }))).toBe('accepted')
  })

  it.each(['x5t', 'x5t#S256', 'Crit', 'JWK', 'toString', 'custom'])('[ENV-HEADER-OTHER] ignores %s', (name) => {
    expect(refusalOf(compactOf({ ...aliceHeader, [name]: { a: 1 } }))).toBe('accepted')
  })
})

describe('the first error', () => {
  it('is the one that needs least work: base64url of all segments, then the header, then the payload', () => {
    const bad = segment('not JSON')
    expect(refusalOf(`${bad}.${bad}.c2ln=`)).toEqual(['ECT_TOKEN_BASE64URL', 'signature'])
    expect(refusalOf(`${bad}.${payload}=.c2ln=`)).toEqual(['ECT_TOKEN_BASE64URL', 'payload'])
    expect(refusalOf(`${bad}=.${payload}=.c2ln`)).toEqual(['ECT_TOKEN_BASE64URL', 'header'])
    expect(refusalOf(`${bad}.${bad}.c2ln`)).toEqual(['ECT_TOKEN_JSON', 'header'])
    expect(refusalOf(compactOf({ ...aliceHeader, jwk: {} }, 'not JSON'))).toEqual(['ECT_TOKEN_JSON', 'payload'])
  })
})
