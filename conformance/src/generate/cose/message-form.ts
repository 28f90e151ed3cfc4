/** The parts of a message, and its protected header. */
import { key } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { cbor, hex, type Item, longHead, map, raw, sortedMap } from './cbor.ts'
import { no, ok } from './draft.ts'
import { claimPairs, headerPairs, message, sign1Tag, tagged, typ } from './message.ts'

const under = (tag: string) => ({
  assemble: (members: readonly Item[]) => raw(hex(tag), cbor(members)).encoded,
})
const plain = message()
const kidBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(0x61)

/** The plain message with an unknown claim that makes it so long. */
function ofSize(length: number): Uint8Array {
  const filled = (size: number): Uint8Array => message({ claims: [['filler', bytes(size)]] })
  return filled(length - (filled(60_000).length - 60_000))
}

export const messageTopic: Topic<'cose'> = {
  first: 9001,
  drafts: [
    ok('the plain message', ['COSE-SIGN1', 'COSE-TAG', 'COSE-SIGNATURE', 'COSE-CLAIM-KEYS']),
    no('ECT_TOKEN_COSE', 'no tag', ['COSE-TAG'], under('')),
    no('ECT_TOKEN_COSE', 'tag 18 in two bytes', ['COSE-TAG', 'COSE-DETERMINISTIC'], {
      ...under('d812'),
      flags: ['Encoding'],
    }),
    no('ECT_TOKEN_COSE', 'a CWT tag before it', ['COSE-TAG'], under('d83dd2')),
    no('ECT_TOKEN_COSE', 'a CWT tag and no other', ['COSE-TAG'], under('d83d')),
    no('ECT_TOKEN_CBOR', 'tag 18 twice', ['COSE-TAG', 'COSE-TYPES'], under('d2d2')),
    no('ECT_TOKEN_CBOR', 'a CWT tag inside tag 18', ['COSE-TAG', 'COSE-TYPES'], under('d2d83d')),
    no('ECT_TOKEN_COSE', 'self-described CBOR (tag 55799)', ['COSE-TAG'], under('d9d9f7d2')),
    no('ECT_TOKEN_COSE', 'COSE_Mac0 (tag 17)', ['COSE-SIGN1'], under('d1')),
    no('ECT_TOKEN_COSE', 'COSE_Sign (tag 98)', ['COSE-SIGN1'], under('d862')),
    no('ECT_TOKEN_COSE', 'COSE_Encrypt0 (tag 16)', ['COSE-SIGN1'], under('d0')),
    no('ECT_TOKEN_COSE', 'nothing at all', ['COSE-SIGN1'], { whole: new Uint8Array() }),
    no('ECT_TOKEN_CBOR', 'the tag and nothing after it', ['COSE-SIGN1'], { whole: sign1Tag }),
    no('ECT_TOKEN_COSE', 'an integer under the tag', ['COSE-SIGN1'], { whole: tagged(0) }),
    no('ECT_TOKEN_COSE', 'a map under the tag', ['COSE-SIGN1'], { whole: tagged(map([1, 2])) }),
    no('ECT_TOKEN_COSE', 'an empty array', ['COSE-SIGN1'], { whole: tagged([]) }),
    no('ECT_TOKEN_COSE', 'an array of three: no signature', ['COSE-SIGN1'], {
      assemble: ([header, unprotected, payload]) => tagged([header, unprotected, payload]),
    }),
    no('ECT_TOKEN_COSE', 'an array of five', ['COSE-SIGN1'], { assemble: (members) => tagged([...members, 0]) }),
    no('ECT_TOKEN_COSE', 'signatures as COSE_Sign has them', ['COSE-SIGN1'], {
      assemble: ([header, unprotected, payload, signature]) =>
        tagged([header, unprotected, payload, [[header, unprotected, signature]]]),
    }),
    no('ECT_TOKEN_COSE', 'a compact JWS instead', ['COSE-SIGN1'], { whole: kidBytes('e30.e30.AAAA') }),
    no('ECT_TOKEN_COSE', 'a detached payload (null)', ['COSE-ATTACHED'], {
      assemble: ([header, unprotected, , signature]) => tagged([header, unprotected, null, signature]),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_COSE', 'an empty payload', ['COSE-ATTACHED'], { payload: new Uint8Array() }),
    no('ECT_TOKEN_COSE', 'the payload as a map, not as a byte string', ['COSE-ATTACHED'], {
      assemble: ([header, unprotected, , signature]) =>
        tagged([header, unprotected, sortedMap(claimPairs()), signature]),
    }),
    no('ECT_TOKEN_COSE', 'an empty protected header', ['COSE-ATTACHED'], { protectedHeader: new Uint8Array() }),
    no('ECT_TOKEN_COSE', 'the protected header as a map, not as a byte string', ['COSE-ATTACHED'], {
      assemble: ([, unprotected, payload, signature]) =>
        tagged([sortedMap(headerPairs()), unprotected, payload, signature]),
    }),
    no('ECT_TOKEN_COSE', 'an empty signature', ['COSE-ATTACHED'], { signature: () => new Uint8Array() }),
    no('ECT_TOKEN_COSE', 'null for a signature', ['COSE-ATTACHED'], {
      assemble: ([header, unprotected, payload]) => tagged([header, unprotected, payload, null]),
    }),
    no('ECT_TOKEN_COSE', 'the signature as text', ['COSE-ATTACHED'], {
      assemble: ([header, unprotected, payload]) => tagged([header, unprotected, payload, 'signature']),
    }),
    no('ECT_TOKEN_COSE', 'the unprotected header is null', ['COSE-SIGN1'], { unprotected: null }),
    no('ECT_TOKEN_COSE', 'the unprotected header is an empty byte string', ['COSE-SIGN1'], {
      unprotected: new Uint8Array(),
    }),
    no('ECT_TOKEN_COSE', 'the payload is an array', ['COSE-SIGN1'], { payload: cbor([1, 2]) }),
    no('ECT_TOKEN_COSE', 'the payload is a byte string', ['COSE-SIGN1'], { payload: cbor(bytes(4)) }),
    no('ECT_TOKEN_CBOR', 'the payload is JSON', ['COSE-SIGN1'], {
      payload: Uint8Array.from(Buffer.from('{"iss":"spiffe://example.com/agent/alice"}')),
    }),
    no('ECT_TOKEN_COSE', 'the protected header is an array', ['COSE-SIGN1'], {
      protectedHeader: cbor([1, -7]),
      signedBy: 'alice-key',
    }),
    no('ECT_TOKEN_CBOR', 'one byte after the message', ['COSE-DETERMINISTIC'], {
      whole: raw(plain, hex('00')).encoded,
      flags: ['Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the message twice', ['COSE-DETERMINISTIC'], { whole: raw(plain, plain).encoded }),
    no('ECT_TOKEN_CBOR', 'the last byte is missing', ['COSE-DETERMINISTIC'], { whole: plain.slice(0, -1) }),
    no('ECT_TOKEN_CBOR', 'one byte after the payload map', ['COSE-DETERMINISTIC'], {
      payload: raw(cbor(sortedMap(claimPairs())), hex('f6')).encoded,
    }),
    no('ECT_TOKEN_CBOR', 'one byte after the protected map', ['COSE-DETERMINISTIC'], {
      protectedHeader: raw(cbor(sortedMap(headerPairs())), hex('f6')).encoded,
      signedBy: 'alice-key',
    }),
    ok('65,535 bytes', ['COSE-SIZE', 'COSE-UNKNOWN'], { whole: ofSize(65_535), flags: ['Boundary'] }),
    no('ECT_TOKEN_SIZE', '65,536 bytes', ['COSE-SIZE'], { whole: ofSize(65_536), flags: ['Boundary'] }),
    no('ECT_TOKEN_SIZE', 'too long, and no message either: the size is judged first', ['COSE-SIZE'], {
      whole: bytes(65_536),
      flags: ['Order'],
    }),
    no('ECT_TOKEN_CBOR', 'a byte string that says it is 2^62 bytes long', ['COSE-SIGN1'], {
      whole: raw(sign1Tag, hex('84'), longHead(2, 1n << 62n, 3)).encoded,
      flags: ['Resource'],
    }),
    no('ECT_TOKEN_CBOR', 'an array that says it has 2^32 - 1 members', ['COSE-SIGN1'], {
      whole: raw(sign1Tag, longHead(4, 2 ** 32 - 1, 2)).encoded,
      flags: ['Resource'],
    }),
    no('ECT_TOKEN_CBOR', 'a map that says it has 2^53 members', ['COSE-SIGN1'], {
      payload: longHead(5, 1n << 53n, 3),
      flags: ['Resource'],
    }),
  ],
}

const coseKey = sortedMap([
  [1, 2],
  [-1, 1],
  [-2, Uint8Array.from(Buffer.from(String(key('mallory-key').publicJwk.x), 'base64url'))],
  [-3, Uint8Array.from(Buffer.from(String(key('mallory-key').publicJwk.y), 'base64url'))],
])

/** Parameters that would bring a key, claims or a second meaning. */
const forbidden: readonly (readonly [comment: string, label: number | string, value: Item])[] = [
  ['crit', 2, [1]],
  ['crit that names an unknown parameter', 2, ['com.example.unknown']],
  ['content type, a number', 3, 61],
  ['content type, a text', 3, 'application/cwt'],
  ['an IV', 5, bytes(12)],
  ['a countersignature', 11, [bytes(1), map(), bytes(64)]],
  ['kcwt', 13, bytes(8)],
  ['kccs: claims with a key', 14, map([8, map([1, coseKey])])],
  ['CWT claims (RFC 9597)', 15, map([1, 'spiffe://example.com/agent/mallory'])],
  ['x5bag', 32, bytes(8)],
  ['x5chain', 33, bytes(8)],
  ['x5t', 34, [-16, bytes(32)]],
  ['x5u', 35, 'https://mallory.example/cert.pem'],
  ['a key under a private label', -65_537, coseKey],
  ['an unknown number', 999, 0],
  ['an unknown text', 'com.example.unknown', 0],
  ['alg as a text label', 'alg', 'ES256'],
]

export const headerTopic: Topic<'cose'> = {
  first: 9301,
  drafts: [
    ...forbidden.map(([comment, label, value]) =>
      no('ECT_HEADER_FORBIDDEN', `protected: ${comment}`, ['COSE-HEADER-ONLY'], {
        header: [[label, value]],
        flags: value === coseKey ? ['EmbeddedKey', 'Attack'] : [],
      }),
    ),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: a second kid', ['COSE-UNPROTECTED'], {
      unprotected: map([4, kidBytes('mallory-key')]),
      flags: ['Attack'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: the same kid', ['COSE-UNPROTECTED'], {
      unprotected: map([4, kidBytes('alice-key')]),
    }),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: alg, which the protected header lacks', ['COSE-UNPROTECTED'], {
      header: [[1, undefined]],
      unprotected: map([1, -7]),
      flags: ['Attack'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: typ', ['COSE-UNPROTECTED'], { unprotected: map([16, typ]) }),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: x5chain', ['COSE-UNPROTECTED'], {
      unprotected: map([33, bytes(8)]),
      flags: ['EmbeddedKey'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'unprotected: an unknown parameter', ['COSE-UNPROTECTED'], {
      unprotected: map(['com.example.unknown', null]),
      flags: ['Twin'],
    }),
    ...[
      'application/wimse-exec+jwt',
      'wimse-exec+cwt',
      'application/wimse-exec+cwt ',
      'application/WIMSE-exec+cwt',
      'application/wimse-exec+cwt; charset=utf-8',
      'application/cwt',
      '',
    ].map((other) => no('ECT_HEADER_TYP', `typ ${JSON.stringify(other)}`, ['COSE-TYP'], { header: [[16, other]] })),
    no('ECT_HEADER_TYP', 'no typ', ['COSE-TYP'], { header: [[16, undefined]] }),
    no('ECT_HEADER_TYP', 'typ as a content format, 61', ['COSE-TYP'], { header: [[16, 61]] }),
    no('ECT_HEADER_TYP', 'typ as a byte string', ['COSE-TYP'], { header: [[16, kidBytes(typ)]] }),
    no('ECT_HEADER_TYP', 'typ null', ['COSE-TYP'], { header: [[16, null]] }),
    no('ECT_HEADER_TYP', 'an empty map: no typ, no alg, no kid', ['COSE-TYP'], {
      protectedHeader: hex('a0'),
      signedBy: 'alice-key',
      flags: ['Order'],
    }),
    no('ECT_HEADER_ALG', 'no alg', ['COSE-ALG'], { header: [[1, undefined]] }),
    no('ECT_HEADER_ALG', 'alg as the text ES256', ['COSE-ALG'], { header: [[1, 'ES256']] }),
    no('ECT_HEADER_ALG', 'alg null', ['COSE-ALG'], { header: [[1, null]] }),
    no('ECT_HEADER_ALG', 'alg 0, reserved', ['COSE-ALG'], { header: [[1, 0]] }),
    no('ECT_HEADER_ALG', 'alg 7: the sign is lost', ['COSE-ALG'], { header: [[1, 7]] }),
    no('ECT_HEADER_ALG', 'HMAC 256/256 (5)', ['COSE-ALG'], { header: [[1, 5]], flags: ['KeyConfusion', 'Attack'] }),
    no('ECT_HEADER_ALG', 'AES-MAC 128/64 (14)', ['COSE-ALG'], { header: [[1, 14]], flags: ['KeyConfusion'] }),
    no('ECT_HEADER_ALG', 'ES256K (-47)', ['COSE-ALG'], { header: [[1, -47]] }),
    no('ECT_HEADER_ALG', 'RS256 (-257)', ['COSE-ALG'], { header: [[1, -257]] }),
    no('ECT_HEADER_ALG', 'ESP256 (-9), which is not on the list', ['COSE-ALG'], { header: [[1, -9]] }),
    no('ECT_HEADER_ALG', 'SHA-256 (-16), a digest', ['COSE-ALG'], { header: [[1, -16]] }),
    no('ECT_HEADER_ALG', 'an algorithm that is not listed, with a genuine signature', ['COSE-ALG'], {
      signer: 'alice-es384',
    }),
    ok('ES384, which is listed', ['COSE-ALG'], { signer: 'alice-es384', options: { algorithms: ['ES384'] } }),
    ok('ES512, which is listed', ['COSE-ALG'], { signer: 'alice-es512', options: { algorithms: ['ES256', 'ES512'] } }),
    ok('EdDSA, which is listed', ['COSE-ALG'], { signer: 'alice-eddsa', options: { algorithms: ['EdDSA'] } }),
    ok('Ed25519, which is listed', ['COSE-ALG'], {
      signer: 'alice-ed25519',
      header: [[1, -19]],
      options: { algorithms: ['Ed25519'] },
    }),
    no('ECT_HEADER_ALG', 'Ed25519 where only EdDSA is listed', ['COSE-ALG'], {
      signer: 'alice-ed25519',
      header: [[1, -19]],
      options: { algorithms: ['EdDSA'] },
    }),
    ok('PS256, which is listed', ['COSE-ALG'], { signer: 'alice-ps256', options: { algorithms: ['PS256'] } }),
    no('ECT_HEADER_KID', 'no kid', ['COSE-KID'], { header: [[4, undefined]], signedBy: 'alice-key' }),
    no('ECT_HEADER_KID', 'kid as text', ['COSE-KID'], { header: [[4, 'alice-key']], signedBy: 'alice-key' }),
    no('ECT_HEADER_KID', 'kid as a number', ['COSE-KID'], { header: [[4, 1]], signedBy: 'alice-key' }),
    no('ECT_HEADER_KID', 'an empty kid', ['COSE-KID'], { header: [[4, new Uint8Array()]], signedBy: 'alice-key' }),
    no('ECT_HEADER_KID', 'kid is no UTF-8', ['COSE-KID'], { header: [[4, hex('ff')]], signedBy: 'alice-key' }),
    no('ECT_HEADER_KID', 'kid with a control character', ['COSE-KID'], {
      header: [[4, kidBytes('alice-key\n')]],
      signedBy: 'alice-key',
      flags: ['KidGame'],
    }),
    no('ECT_HEADER_KID', 'kid of 513 bytes', ['COSE-KID'], {
      header: [[4, bytes(513)]],
      signedBy: 'alice-key',
      flags: ['Boundary'],
    }),
    no('ECT_KEY_UNKNOWN', 'kid of 512 bytes', ['COSE-KID'], {
      header: [[4, bytes(512)]],
      signedBy: 'alice-key',
      flags: ['Boundary'],
    }),
    no('ECT_KEY_UNKNOWN', 'kid with a byte order mark before the name', ['COSE-KID', 'COSE-UTF8'], {
      header: [[4, kidBytes('\uFEFFalice-key')]],
      signedBy: 'alice-key',
      flags: ['KidGame'],
    }),
    no('ECT_KEY_UNKNOWN', 'kid as its base64url text, as a bridge from JSON could write it', ['COSE-KID'], {
      header: [[4, kidBytes(Buffer.from('alice-key').toString('base64url'))]],
      signedBy: 'alice-key',
    }),
    no('ECT_HEADER_TYP', 'typ, alg and kid are wrong: typ comes first', ['COSE-STEPS'], {
      header: [
        [16, 'application/cwt'],
        [1, 5],
        [4, 1],
      ],
      signedBy: 'alice-key',
      flags: ['Order'],
    }),
    no('ECT_HEADER_ALG', 'alg and kid are wrong: alg comes first', ['COSE-STEPS'], {
      header: [
        [1, 5],
        [4, 1],
      ],
      signedBy: 'alice-key',
      flags: ['Order'],
    }),
    no('ECT_HEADER_FORBIDDEN', 'crit and a wrong typ: what is forbidden comes first', ['COSE-STEPS'], {
      header: [
        [2, [16]],
        [16, 'application/cwt'],
      ],
      flags: ['Order'],
    }),
  ],
}
