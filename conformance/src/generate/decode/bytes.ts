/** Segments, sizes, base64url and UTF-8: what is judged before any JSON. */
import { ect, payloadText } from '../compact.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const plain = ect()
const [header = '', payload = '', signature = ''] = plain.split('.')
const broken = (token: string): { token: string; flags: string[] } => ({ token, flags: ['NotGenuine'] })

/** A token of exactly so many bytes; the filling is an unknown claim. Lengths that base64url cannot reach move the kid's. */
function sized(length: number): string {
  for (const note of ['', 'x', 'xx']) {
    const spare = length - ect({ header: { note }, claims: { 'com.example.filling': '' } }).length
    for (let size = Math.floor((spare * 3) / 4) - 3; size <= Math.ceil((spare * 3) / 4); size++) {
      const token = ect({ header: { note }, claims: { 'com.example.filling': 'a'.repeat(Math.max(size, 0)) } })
      if (token.length === length) return token
    }
  }
  throw new TypeError(`no token of ${length} bytes`)
}

/** The segment with its last character replaced by the next one, which differs in unused bits only. */
function looseEnd(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.slice(-1)) + 1]
}

/** A payload whose base64url has unused bits, so that they can be set. */
const unaligned = ['', 'x', 'xx']
  .map((model_version) => payloadText({ model_version }))
  .find((text) => text.length % 3 === 1)
/** Payload text that encodes to segments with - and _ in them. */
const dashes = '¿¿¿???>>>~~~'

const bytes = (text: string, ...tail: number[]): Uint8Array => Uint8Array.from([...Buffer.from(text), ...tail])
/** The plain payload with raw bytes inside the string of one claim. */
const inside = (...middle: number[]): Uint8Array => {
  const [before = '', after = ''] = payloadText({ model_version: '|' }).split('|')
  return Uint8Array.from([...Buffer.from(before), ...middle, ...Buffer.from(after)])
}

export const bytesTopic: Topic<'decode'> = {
  first: 1001,
  drafts: [
    ok('the plain token', ['ENV-COMPACT', 'ENV-SEGMENTS', 'ENV-DECODE-SCOPE', 'ENV-TYP-EXACT', 'REVISION-DEFAULT']),
    no('ECT_TOKEN_SEGMENTS', 'the empty string', ['ENV-SEGMENTS'], broken('')),
    no('ECT_TOKEN_SEGMENTS', 'one segment', ['ENV-SEGMENTS'], broken(header)),
    no('ECT_TOKEN_SEGMENTS', 'two segments', ['ENV-SEGMENTS'], broken(`${header}.${payload}`)),
    no('ECT_TOKEN_SEGMENTS', 'four segments', ['ENV-SEGMENTS'], broken(`${plain}.${signature}`)),
    no('ECT_TOKEN_SEGMENTS', 'a trailing dot', ['ENV-SEGMENTS'], broken(`${plain}.`)),
    no('ECT_TOKEN_SEGMENTS', 'five segments, as JWE has', ['ENV-SEGMENTS'], broken(`${plain}.${header}.${payload}`)),
    no('ECT_TOKEN_SEGMENTS', 'an empty header segment', ['ENV-SEGMENTS'], broken(`.${payload}.${signature}`)),
    no(
      'ECT_TOKEN_SEGMENTS',
      'an empty payload segment (detached)',
      ['ENV-SEGMENTS'],
      broken(`${header}..${signature}`),
    ),
    no('ECT_TOKEN_SEGMENTS', 'an empty signature segment', ['ENV-SEGMENTS'], broken(`${header}.${payload}.`)),
    no('ECT_TOKEN_SEGMENTS', 'two dots and nothing else', ['ENV-SEGMENTS'], broken('..')),
    no('ECT_TOKEN_SEGMENTS', 'a flattened JSON serialisation of JWS', ['ENV-COMPACT', 'ENV-SEGMENTS'], {
      ...broken(JSON.stringify({ protected: header, payload, signature })),
    }),
    no(
      'ECT_TOKEN_SEGMENTS',
      'a level 1 token of ect-01: base64url of the claims alone',
      ['ENV-COMPACT', 'ENV-SEGMENTS'],
      {
        ...broken(payload),
      },
    ),
    ok('a token of exactly 65,535 bytes', ['ENV-SIZE'], {
      token: sized(65_535),
      flags: ['Boundary'],
      ...expectSized(sized(65_535)),
    }),
    no('ECT_TOKEN_SIZE', 'a token of 65,536 bytes', ['ENV-SIZE'], { token: sized(65_536), flags: ['Boundary'] }),
    no('ECT_TOKEN_SIZE', 'a token of 65,537 bytes', ['ENV-SIZE'], { token: sized(65_537), flags: ['Boundary'] }),
    no(
      'ECT_TOKEN_SIZE',
      'a token too large and not base64url: the size is judged before anything is decoded',
      ['ENV-SIZE-FIRST'],
      { token: `${header}.${'*'.repeat(66_000)}.${signature}`, flags: ['Order', 'NotGenuine', 'Resource'] },
    ),
    no('ECT_TOKEN_BASE64URL', 'padding after the payload', ['ENV-BASE64URL'], {
      segments: (first, second) => [first, `${second}=`],
    }),
    no('ECT_TOKEN_BASE64URL', 'padding after the header', ['ENV-BASE64URL'], {
      segments: (first, second) => [`${first}==`, second],
    }),
    no('ECT_TOKEN_BASE64URL', 'padding after the signature', ['ENV-BASE64URL'], broken(`${plain}==`)),
    no('ECT_TOKEN_BASE64URL', 'the alphabet of plain base64 in the payload', ['ENV-BASE64URL'], {
      payloadText: payloadText({ model_version: dashes }),
      segments: (first, second) => [first, second.replaceAll('-', '+').replaceAll('_', '/')],
    }),
    ok('both special characters of base64url in the payload', ['ENV-BASE64URL'], { claims: { model_version: dashes } }),
    no('ECT_TOKEN_BASE64URL', 'a line break after the token', ['ENV-BASE64URL'], broken(`${plain}\n`)),
    no('ECT_TOKEN_BASE64URL', 'a space before the token', ['ENV-BASE64URL'], broken(` ${plain}`)),
    no('ECT_TOKEN_BASE64URL', 'a line break inside the payload', ['ENV-BASE64URL'], {
      segments: (first, second) => [first, `${second.slice(0, 40)}\r\n${second.slice(40)}`],
    }),
    no('ECT_TOKEN_BASE64URL', 'a space inside the header', ['ENV-BASE64URL'], {
      segments: (first, second) => [`${first.slice(0, 8)} ${first.slice(8)}`, second],
    }),
    no('ECT_TOKEN_BASE64URL', 'unused bits set at the end of the payload', ['ENV-BASE64URL'], {
      payloadText: unaligned ?? '',
      segments: (first, second) => [first, looseEnd(second)],
      flags: ['Twin'],
    }),
    no(
      'ECT_TOKEN_BASE64URL',
      'unused bits set at the end of the signature: a twin of a genuine token',
      ['ENV-BASE64URL'],
      {
        token: looseEnd(plain),
        flags: ['Twin', 'NotGenuine'],
      },
    ),
    no('ECT_TOKEN_BASE64URL', 'a payload of 4n+1 characters', ['ENV-BASE64URL'], {
      segments: (first, second) => [first, second.slice(0, second.length - (second.length % 4) + 1)],
    }),
    no('ECT_TOKEN_BASE64URL', 'a signature of one character', ['ENV-BASE64URL'], broken(`${header}.${payload}.A`)),
    no('ECT_TOKEN_BASE64URL', 'a percent sign in the payload', ['ENV-BASE64URL'], {
      segments: (first, second) => [first, `${second.slice(0, 4)}%2B${second.slice(8)}`],
    }),
    no('ECT_TOKEN_BASE64URL', 'a letter outside ASCII in the header', ['ENV-BASE64URL'], {
      segments: (first, second) => [`${first.slice(0, -1)}é`, second],
    }),
    no('ECT_TOKEN_BASE64URL', 'a NUL character in the payload', ['ENV-BASE64URL'], {
      segments: (first, second) => [first, `${second}\u0000`],
    }),
    no('ECT_TOKEN_UTF8', 'a byte order mark before the payload', ['ENV-BOM'], {
      payloadText: `\ufeff${payloadText()}`,
    }),
    no('ECT_TOKEN_UTF8', 'a byte order mark before the header', ['ENV-BOM'], {
      headerText: '\ufeff{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key"}',
    }),
    no('ECT_TOKEN_UTF8', 'a lone continuation byte', ['ENV-UTF8'], { payloadText: inside(0x80) }),
    no('ECT_TOKEN_UTF8', 'a character cut short', ['ENV-UTF8'], { payloadText: inside(0xe2, 0x82) }),
    no('ECT_TOKEN_UTF8', 'an overlong form', ['ENV-UTF8'], { payloadText: inside(0xc0, 0xaf) }),
    no('ECT_TOKEN_UTF8', 'a surrogate written as UTF-8', ['ENV-UTF8', 'ENV-JSON-SURROGATE'], {
      payloadText: inside(0xed, 0xa0, 0x80),
    }),
    no('ECT_TOKEN_UTF8', 'a code point above U+10FFFF', ['ENV-UTF8'], { payloadText: inside(0xf4, 0x90, 0x80, 0x80) }),
    no('ECT_TOKEN_UTF8', 'Latin-1 in the payload', ['ENV-UTF8'], { payloadText: inside(0xe9) }),
    no('ECT_TOKEN_UTF8', 'a payload in UTF-16', ['ENV-UTF8'], {
      payloadText: Uint8Array.from([0xff, 0xfe, ...Buffer.from(payloadText(), 'utf16le')]),
    }),
    no('ECT_TOKEN_UTF8', 'a byte FF in the header', ['ENV-UTF8'], {
      headerText: bytes('{"alg":"ES256","typ":"wimse-exec+jwt","kid":"alice-key"}', 0xff),
    }),
    ok('characters of two, three and four bytes', ['ENV-UTF8'], {
      claims: { exec_act: 'prüfe_仕様_🔎' },
      flags: ['Unusual'],
    }),
    ok('a byte order mark that is a character inside a string', ['ENV-BOM'], {
      claims: { model_version: 'a\ufeffb' },
      flags: ['Unusual'],
    }),
  ],
}

function expectSized(token: string) {
  const [first = '', second = ''] = token.split('.')
  const read = (segment: string) => JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>
  return { expect: { header: read(first), payload: read(second) } }
}
