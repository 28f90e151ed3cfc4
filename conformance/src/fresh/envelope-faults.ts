/** Faults of the envelope: whoever decodes a token finds them, without key and without claims. */
import { type Members, raw } from '../generate/json-text.ts'
import { type Fault, fault } from './fault.ts'
import type { Random } from './random.ts'
import { nested } from './right-token.ts'
import { uuid } from './texts.ts'
import { type CaseDraft, withClaims, withEdits, withHeader } from './token-draft.ts'
import { escaped, writeJson } from './write-json.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const forbidden = ['crit', 'b64', 'zip', 'enc', 'cty', 'jwk', 'jku', 'x5u', 'x5c']
const invalidUtf8 = [[0x80], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff], [0xe9]]
/** Members of an object that JSON does not allow. */
const notJson = ['"a":1,', "'a':1", 'a:1', '"a" 1', '"a":', '"a":[1,]', '"a":"x\ny"', '"a":"\\x41"', '"a":"\\u041"']
const notNumbers = ['01', '+1', '.5', '1.', '1e', '0x10', 'NaN', 'Infinity', '1_000', 'True']
const endlessNumbers = ['1e400', '-1e400', '-0', '-0.0', '-0e5', '-1e-400', '9'.repeat(400)]
const loneSurrogates = ['\\ud83d', '\\udd0e', '\\udd0e\\ud83d', '\\ud83da', 'x\\uDBFF']

/** Puts a member, written as it is, at the beginning or the end of header or payload. */
function withMember(draft: CaseDraft, random: Random, member: string): CaseDraft {
  const edit = random.chance(50)
    ? (json: string): string => json.replace('{', () => `{${member},`)
    : (json: string): string => `${json.slice(0, json.lastIndexOf('}'))},${member}}`
  return withEdits(draft, random.chance(30) ? { editHeader: edit } : { editPayload: edit })
}

/** Changes one of the segments. Header and payload are signed as they then are. */
function withSegment(draft: CaseDraft, random: Random, change: (segment: string) => string): CaseDraft {
  return random.pick([
    withEdits(draft, { editSegments: (header, payload) => [change(header), payload] }),
    withEdits(draft, { editSegments: (header, payload) => [header, change(payload)] }),
    withEdits(draft, { editToken: (token) => splitLast(token, change) }),
  ])
}

function splitLast(token: string, change: (segment: string) => string): string {
  const at = token.lastIndexOf('.') + 1
  return token.slice(0, at) + change(token.slice(at))
}

/** The segment with a character in it that base64url does not have. */
function withStranger(random: Random): (segment: string) => string {
  const stranger = random.pick(['=', ' ', '\n', '+', '/', '%', 'é', '\u0000', '~'])
  return (segment) => {
    const at = random.int(segment.length + 1)
    return segment.slice(0, at) + stranger + segment.slice(at)
  }
}

/** A length of 4n+1, or, where the last character has unused bits, one of them set. */
function withWrongEnd(segment: string): string {
  if (segment.length % 4 === 0) return `${segment}A`
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.slice(-1)) + 1]
}

/** A member name, perhaps with one character as an escape. */
function written(random: Random, name: string): string {
  const at = random.int(name.length)
  return random.chance(50)
    ? `"${name}"`
    : `"${name.slice(0, at)}${escaped(random, name.charAt(at))}${name.slice(at + 1)}"`
}

const segmentFaults: readonly Fault[] = [
  fault('ECT_TOKEN_SEGMENTS', 'not three segments', ['ENV-SEGMENTS'], (draft, random) => {
    const change = random.pick<(token: string) => string>([
      (token) => token.slice(0, token.lastIndexOf('.')),
      (token) => `${token}.`,
      (token) => `${token}.${token.slice(0, 8)}`,
      (token) => token.slice(token.indexOf('.') + 1),
    ])
    return withEdits(draft, { editToken: change })
  }),
  fault('ECT_TOKEN_SEGMENTS', 'an empty segment', ['ENV-SEGMENTS'], (draft, random) => {
    const at = random.int(3)
    const change = (token: string): string =>
      token
        .split('.')
        .map((segment, index) => (index === at ? '' : segment))
        .join('.')
    return withEdits(draft, { editToken: change })
  }),
  {
    ...fault('ECT_TOKEN_SIZE', 'more than 65,535 bytes', ['ENV-SIZE'], (draft, random) =>
      withClaims(draft, { filling: 'a'.repeat(random.between(49_200, 60_000)) }),
    ),
    notInField: true,
  },
  {
    ...fault('ECT_TOKEN_BASE64URL', 'a character that base64url does not have', ['ENV-BASE64URL'], (draft, random) =>
      withSegment(draft, random, withStranger(random)),
    ),
    notInField: true,
  },
  fault('ECT_TOKEN_BASE64URL', 'a segment with a wrong end', ['ENV-BASE64URL'], (draft, random) =>
    withSegment(draft, random, withWrongEnd),
  ),
]

const textFaults: readonly Fault[] = [
  fault('ECT_TOKEN_UTF8', 'bytes that are not UTF-8', ['ENV-UTF8'], (draft, random) => {
    const middle = random.pick(invalidUtf8)
    const edit = (json: string): Uint8Array => {
      const end = json.lastIndexOf('}')
      return Buffer.concat([Buffer.from(`${json.slice(0, end)},"x":"`), Buffer.from(middle), Buffer.from('"}')])
    }
    return withEdits(draft, random.chance(30) ? { editHeader: edit } : { editPayload: edit })
  }),
  fault('ECT_TOKEN_UTF8', 'a byte order mark', ['ENV-BOM'], (draft, random) => {
    const edit = (json: string): string => `\ufeff${json}`
    return withEdits(draft, random.chance(30) ? { editHeader: edit } : { editPayload: edit })
  }),
  fault('ECT_TOKEN_JSON', 'a member that is not JSON', ['ENV-JSON-OBJECT'], (draft, random) =>
    withMember(draft, random, random.chance(50) ? random.pick(notJson) : `"a":${random.pick(notNumbers)}`),
  ),
  fault('ECT_TOKEN_JSON', 'more or less than one object', ['ENV-JSON-OBJECT'], (draft, random) => {
    const edit = random.pick<(json: string) => string>([
      (json) => `[${json}]`,
      (json) => json + json,
      (json) => `${json};`,
      (json) => json.slice(0, json.lastIndexOf('}')),
      (json) => JSON.stringify(json),
      (json) => `/* note */${json}`,
      (json) => `${json}\u0000`,
      () => 'null',
    ])
    return withEdits(draft, random.chance(30) ? { editHeader: edit } : { editPayload: edit })
  }),
  fault('ECT_TOKEN_DUPLICATE', 'a claim twice', ['ENV-JSON-DUPLICATE'], (draft, random) => {
    const name = random.pick(['iss', 'aud', 'tid', 'jti', 'pol_decision', 'par'])
    const edit = (json: string): string => json.replace('{', () => `{${written(random, name)}:"x",`)
    return withEdits(draft, { editPayload: edit })
  }),
  fault('ECT_TOKEN_DUPLICATE', 'a header member twice', ['ENV-JSON-DUPLICATE'], (draft, random) => {
    const name = random.pick(['alg', 'typ', 'kid'])
    const edit = (json: string): string => json.replace('{', () => `{${written(random, name)}:"x",`)
    return withEdits(draft, { editHeader: edit })
  }),
  fault('ECT_TOKEN_DUPLICATE', 'a member twice, deeper down', ['ENV-JSON-DUPLICATE'], (draft, random) => {
    const name = random.pick(['a', 'com.example.a', 'tid'])
    return withMember(draft, random, `"zz":[{"b":{${written(random, name)}:1,${written(random, name)}:1}}]`)
  }),
  fault('ECT_TOKEN_NAME', 'a member name that is refused', ['ENV-JSON-NAME'], (draft, random) => {
    const name = written(random, random.pick(['__proto__', 'constructor', 'prototype']))
    return withMember(draft, random, random.chance(50) ? `${name}:1` : `"zz":[{${name}:{}}]`)
  }),
  fault('ECT_TOKEN_SURROGATE', 'a lone surrogate', ['ENV-JSON-SURROGATE'], (draft, random) => {
    const lone = random.pick(loneSurrogates)
    return withMember(draft, random, random.chance(70) ? `"zz":"${lone}"` : `"${lone}":1`)
  }),
  fault('ECT_TOKEN_DEPTH', 'more than 8 levels', ['ENV-JSON-DEPTH'], (draft, random) => {
    const levels = random.pick([8, 9, 30])
    return withMember(draft, random, `"zz":${writeJson(random, { a: nested(random, levels - 1) })}`)
  }),
  fault('ECT_TOKEN_NUMBER', 'a number that no double holds, or -0', ['ENV-JSON-NUMBER'], (draft, random) =>
    withMember(draft, random, `"zz":${random.pick(endlessNumbers)}`),
  ),
]

const headerFaults: readonly Fault[] = [
  fault('ECT_HEADER_FORBIDDEN', 'a header member that is refused', ['ENV-HEADER-FORBIDDEN'], (draft, random) =>
    withHeader(draft, { [random.pick(forbidden)]: random.pick<unknown>([null, [], 'x', {}, false]) }),
  ),
  fault('ECT_HEADER_TYP', 'another typ', ['ENV-TYP-EXACT'], (draft, random) => {
    const typ = [
      'JWT',
      'wimse-exec+JWT',
      'application/wimse-exec+jwt',
      'wimse-exec+jwt ',
      'wit+jwt',
      '',
      undefined,
      null,
    ]
    return withHeader(draft, { typ: random.pick<unknown>(typ) })
  }),
  fault('ECT_TOKEN_REVISION', 'no tid', ['VERIFY-REVISION-NO-TID', 'VERIFY-REVISION-CODE'], (draft) =>
    withClaims(draft, { tid: undefined }),
  ),
  fault('ECT_TOKEN_REVISION', 'pred in the place of par', ['VERIFY-REVISION-PRED', 'VERIFY-REVISION-CODE'], (draft) =>
    withClaims(draft, { par: undefined, pred: draft.token.claims.par }),
  ),
  fault('ECT_TOKEN_REVISION', 'par and pred', ['REVISION-TWO-PARENT-CLAIMS'], (draft, random) =>
    withClaims(draft, { pred: random.pick([[], [uuid(random)]]) }),
  ),
  fault('ECT_HEADER_ALG', 'alg none', ['ENV-ALG-NONE'], (draft, random) =>
    withHeader(draft, { alg: random.pick(['none', 'None', 'nOnE', 'NONE']) }),
  ),
  fault('ECT_HEADER_ALG', 'a symmetric alg', ['ENV-ALG-SYMMETRIC'], (draft, random) =>
    withHeader(draft, { alg: random.pick(['HS256', 'HS384', 'HS512', 'dir']) }),
  ),
  fault('ECT_HEADER_ALG', 'an alg that is not listed', ['ENV-ALG-ALLOWLIST'], (draft, random) => {
    const alg = ['RS256', 'ES256K', 'es256', 'ES256 ', 'ES384', 'constructor', '', undefined, null, ['ES256'], 1]
    return withHeader(draft, { alg: random.pick<unknown>(alg) })
  }),
  fault('ECT_HEADER_KID', 'no kid', ['ENV-KID-REQUIRED'], (draft, random) =>
    withHeader(draft, { kid: random.pick<unknown>([undefined, '', null, 1, [draft.token.agent.kid]]) }),
  ),
  fault('ECT_HEADER_KID', 'a malformed kid', ['ENV-KID-FORM'], (draft, random) =>
    withHeader(draft, {
      kid: random.pick(['k'.repeat(513), 'é'.repeat(257), 'a\u0000b', 'a\nb', 'a\u007fb', 'a\u0085b']),
    }),
  ),
]

/** An integer claim in a form that is none. */
export function notInteger(random: Random, near: number): Members[string] {
  const forms = [`${near}.0`, `${near}.5`, `${near}e0`, '-1', '9007199254740992', '1e300']
  return raw(random.pick(forms))
}

/** The catalogue. */
export const envelopeFaults: readonly Fault[] = [...segmentFaults, ...textFaults, ...headerFaults]
