/** Steps 3 to 6: algorithms, keys, signatures. */
import { createHmac } from 'node:crypto'
import { alice, key, longestKid, now, pathKid, queryKid, urlKid } from '../cast.ts'
import { base64url, ect, headerText, payloadText } from '../compact.ts'
import type { Topic } from '../number-cases.ts'
import { flipS, hasHighS, numberBytes, sign } from '../sign.ts'
import { nistCurves } from '../test-keys.ts'
import { no, ok } from './draft.ts'

const order = nistCurves['P-256'].Point.CURVE().n
const forged = ['NotGenuine']
const status = (kid: string) => ({ keys: 'status', header: { kid } })
const unfit = (kid: string) => ({ keys: 'unfit', header: { kid } })
const low = (right: Uint8Array): Uint8Array => (hasHighS(right) ? flipS(right) : right)
const high = (right: Uint8Array): Uint8Array => (hasHighS(right) ? right : flipS(right))
const half = (right: Uint8Array, which: 'r' | 's', value: bigint): Uint8Array =>
  which === 'r'
    ? Uint8Array.from([...numberBytes(value), ...right.subarray(32)])
    : Uint8Array.from([...right.subarray(0, 32), ...numberBytes(value)])

/** The DER form that X.509 and most key services use. */
function der(right: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): number[] => {
    const start = bytes.findIndex((byte) => byte !== 0)
    const digits = [...bytes.subarray(start)]
    const positive = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits
    return [2, positive.length, ...positive]
  }
  const body = [...integer(right.subarray(0, 32)), ...integer(right.subarray(32))]
  return Uint8Array.from([0x30, body.length, ...body])
}

/** A token "signed" with HMAC, the public key as the secret: what a reader that trusts alg would accept. */
function hmacToken(secret: string): string {
  const input = `${base64url(headerText({ alg: 'HS256' }))}.${base64url(payloadText())}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

const otherSignature = (right: Uint8Array): Uint8Array => {
  const changed = Uint8Array.from(right)
  changed[40] = (changed[40] ?? 0) ^ 1
  return changed
}

const genuine = ect()
const [genuineHeader = '', genuinePayload = '', genuineSignature = ''] = genuine.split('.')
const swapped = base64url(payloadText({ pol_decision: 'rejected' }))

export const keysTopic: Topic<'verify'> = {
  first: 2101,
  drafts: [
    no('ECT_HEADER_ALG', 'alg none and no real signature', ['ENV-ALG-NONE'], {
      header: { alg: 'none' },
      signature: () => Uint8Array.of(0),
      flags: ['Attack', 'NotGenuine'],
    }),
    no('ECT_HEADER_ALG', 'alg none with a genuine signature', ['ENV-ALG-NONE'], {
      header: { alg: 'none' },
      flags: ['Attack'],
    }),
    no('ECT_HEADER_ALG', 'HS256 with the public JWK as the secret', ['ENV-ALG-SYMMETRIC'], {
      token: hmacToken(JSON.stringify(key('alice-key').publicJwk)),
      flags: ['Attack', 'KeyConfusion', 'NotGenuine'],
    }),
    no('ECT_HEADER_ALG', 'HS256 with the x coordinate as the secret', ['ENV-ALG-SYMMETRIC'], {
      token: hmacToken(String(key('alice-key').publicJwk.x)),
      flags: ['Attack', 'KeyConfusion', 'NotGenuine'],
    }),
    no('ECT_HEADER_ALG', 'a genuine ES384 token where only ES256 is listed', ['ENV-ALG-ALLOWLIST'], {
      key: 'alice-es384',
    }),
    no('ECT_HEADER_ALG', 'a genuine EdDSA token where only ES256 is listed', ['ENV-ALG-ALLOWLIST'], {
      key: 'alice-eddsa',
    }),
    no('ECT_HEADER_ALG', 'a genuine ES256 token where only ES384 is listed', ['ENV-ALG-ALLOWLIST'], {
      options: { algorithms: ['ES384'] },
    }),
    ok('ES384 when listed', ['ENV-ALG-OPTIONAL'], { key: 'alice-es384', options: { algorithms: ['ES256', 'ES384'] } }),
    ok('ES512 when listed', ['ENV-ALG-OPTIONAL'], { key: 'alice-es512', options: { algorithms: ['ES512'] } }),
    ok('EdDSA when listed', ['ENV-ALG-OPTIONAL'], { key: 'alice-eddsa', options: { algorithms: ['EdDSA'] } }),
    ok('Ed25519 when listed', ['ENV-ALG-OPTIONAL'], {
      key: 'alice-ed25519',
      header: { alg: 'Ed25519' },
      options: { algorithms: ['Ed25519'] },
    }),
    ok('PS256 when listed', ['ENV-ALG-OPTIONAL'], { key: 'alice-ps256', options: { algorithms: ['PS256'] } }),
    no('ECT_KEY_UNKNOWN', 'a kid that is not in the set', ['VERIFY-KEY-RESOLVES'], {
      key: 'unlisted-key',
      signedBy: 'unlisted-key',
    }),
    no('ECT_KEY_UNKNOWN', 'a kid that differs in case', ['VERIFY-KEY-RESOLVES', 'ENV-KID-OPAQUE'], {
      header: { kid: 'Alice-key' },
      signedBy: 'alice-key',
      flags: ['KidGame'],
    }),
    no('ECT_KEY_UNKNOWN', 'a kid with a space at the end', ['VERIFY-KEY-RESOLVES', 'ENV-KID-OPAQUE'], {
      header: { kid: 'alice-key ' },
      signedBy: 'alice-key',
      flags: ['KidGame'],
    }),
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', 'length'].map((kid) =>
      no(
        'ECT_KEY_UNKNOWN',
        `kid ${kid}: a name that plain objects or arrays answer to`,
        ['VERIFY-KEY-RESOLVES', 'ENV-KID-OPAQUE'],
        {
          header: { kid },
          signedBy: 'alice-key',
          flags: ['Attack', 'KidGame'],
        },
      ),
    ),
    no('ECT_KEY_UNKNOWN', 'a kid that names the other composition of the same letters', ['ENV-KID-OPAQUE'], {
      ...status('cafe\u0301'),
      signedBy: 'alice-key',
      flags: ['KidGame'],
    }),
    ok('a kid with a letter outside ASCII', ['ENV-KID-OPAQUE'], { ...status('caf\u00e9'), flags: ['Unusual'] }),
    ok('a kid that looks like a path and is in the set', ['ENV-KID-OPAQUE'], {
      ...status(pathKid),
      flags: ['KidGame', 'Unusual'],
    }),
    ok('a kid that looks like a URL and is in the set', ['ENV-KID-OPAQUE'], {
      ...status(urlKid),
      flags: ['KidGame', 'Unusual'],
    }),
    ok('a kid that looks like SQL and is in the set', ['ENV-KID-OPAQUE'], {
      ...status(queryKid),
      flags: ['KidGame', 'Unusual'],
    }),
    no('ECT_KEY_UNKNOWN', 'a kid that looks like a path and is not in the set', ['ENV-KID-OPAQUE'], {
      header: { kid: '../keys/alice-key' },
      signedBy: 'alice-key',
      flags: ['Attack', 'KidGame'],
    }),
    ok('a kid of 512 bytes that is in the set', ['ENV-KID-FORM'], { ...status(longestKid), flags: ['Boundary'] }),
    no('ECT_HEADER_KID', 'no kid: there is no such thing as the only key of the set', ['ENV-KID-REQUIRED'], {
      header: { kid: undefined },
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNFIT', 'a key for encryption', ['VERIFY-KEY-FIT-USE'], unfit('use-enc')),
    no('ECT_KEY_UNFIT', 'a key whose key_ops do not allow verify', ['VERIFY-KEY-FIT-OPS'], unfit('ops-sign')),
    no('ECT_KEY_UNFIT', 'a key of another alg', ['VERIFY-KEY-FIT-ALG'], unfit('alg-es384')),
    no('ECT_KEY_UNFIT', 'an ES256 token and a P-384 key', ['VERIFY-KEY-FIT-CRV'], {
      ...unfit('crv-p384'),
      flags: forged,
    }),
    no('ECT_KEY_UNFIT', 'an ES256 token and a secp256k1 key', ['VERIFY-KEY-FIT-CRV'], {
      ...unfit('crv-secp256k1'),
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNFIT', 'an ES256 token and an Ed25519 key', ['VERIFY-KEY-FIT-KTY'], {
      ...unfit('kty-okp'),
      flags: forged,
    }),
    no('ECT_KEY_UNFIT', 'an ES256 token and an RSA key', ['VERIFY-KEY-FIT-KTY'], {
      ...unfit('kty-rsa'),
      flags: forged,
    }),
    no('ECT_KEY_UNFIT', 'an ES256 token and a symmetric key', ['VERIFY-KEY-FIT-KTY', 'ENV-ALG-SYMMETRIC'], {
      ...unfit('kty-oct'),
      signedBy: 'alice-key',
      flags: ['KeyConfusion'],
    }),
    no('ECT_KEY_UNFIT', 'an ES384 token and an ES256 key', ['VERIFY-KEY-FIT-CRV', 'VERIFY-KEY-FIT-ALG'], {
      key: 'alice-es384',
      header: { kid: 'alice-key' },
      options: { algorithms: ['ES256', 'ES384'] },
      flags: ['NotGenuine', 'KeyConfusion'],
    }),
    no('ECT_KEY_UNFIT', 'a PS256 token and an EC key', ['VERIFY-KEY-FIT-KTY'], {
      key: 'alice-ps256',
      header: { kid: 'alice-key' },
      options: { algorithms: ['ES256', 'PS256'] },
      flags: ['NotGenuine', 'KeyConfusion'],
    }),
    ok('a key without alg and use', ['VERIFY-KEY-FIT-ALG', 'VERIFY-KEY-FIT-USE'], status('bare')),
    ok('a key whose key_ops allow verify', ['VERIFY-KEY-FIT-OPS'], status('ops-verify')),
    no('ECT_SIGNATURE_FORMAT', 'a signature of 63 bytes', ['ENV-SIG-LENGTH'], {
      signature: (right) => right.subarray(0, 63),
      flags: ['NotGenuine', 'Boundary'],
    }),
    no('ECT_SIGNATURE_FORMAT', 'a signature of 65 bytes', ['ENV-SIG-LENGTH'], {
      signature: (right) => Uint8Array.from([...right, 0]),
      flags: ['NotGenuine', 'Boundary'],
    }),
    no('ECT_SIGNATURE_FORMAT', 'a signature of one byte', ['ENV-SIG-LENGTH'], {
      signature: () => Uint8Array.of(1),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'a signature of 96 bytes under ES256', ['ENV-SIG-LENGTH'], {
      signature: (right) => Uint8Array.from([...right, ...right.subarray(0, 32)]),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'a signature in DER', ['ENV-SIG-LENGTH'], { signature: der, flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 'an all-zero signature', ['ENV-SIG-RANGE'], {
      signature: () => new Uint8Array(64),
      flags: ['NotGenuine', 'Attack'],
    }),
    no('ECT_SIGNATURE_FORMAT', 'r zero', ['ENV-SIG-RANGE'], {
      signature: (right) => half(right, 'r', 0n),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 's zero', ['ENV-SIG-RANGE'], {
      signature: (right) => half(right, 's', 0n),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'r equal to n', ['ENV-SIG-RANGE'], {
      signature: (right) => half(right, 'r', order),
      flags: ['NotGenuine', 'Boundary'],
    }),
    no('ECT_SIGNATURE_FORMAT', 's equal to n', ['ENV-SIG-RANGE'], {
      signature: (right) => half(right, 's', order),
      flags: ['NotGenuine', 'Boundary'],
    }),
    no('ECT_SIGNATURE_FORMAT', 's all ones', ['ENV-SIG-RANGE'], {
      signature: (right) => half(right, 's', 2n ** 256n - 1n),
      flags: forged,
    }),
    no(
      'ECT_SIGNATURE_INVALID',
      'r equal to n - 1: in range, but not the signature',
      ['ENV-SIG-RANGE', 'VERIFY-SIGNATURE'],
      {
        signature: (right) => half(right, 'r', order - 1n),
        flags: ['NotGenuine', 'Boundary'],
      },
    ),
    no(
      'ECT_SIGNATURE_INVALID',
      's equal to 1: in range, but not the signature',
      ['ENV-SIG-RANGE', 'VERIFY-SIGNATURE'],
      {
        signature: (right) => half(right, 's', 1n),
        flags: ['NotGenuine', 'Boundary'],
      },
    ),
    no('ECT_SIGNATURE_FORMAT', 'an ES384 signature of 95 bytes', ['ENV-SIG-LENGTH'], {
      key: 'alice-es384',
      options: { algorithms: ['ES384'] },
      signature: (right) => right.subarray(0, 95),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'an EdDSA signature of 63 bytes', ['ENV-SIG-LENGTH'], {
      key: 'alice-eddsa',
      options: { algorithms: ['EdDSA'] },
      signature: (right) => right.subarray(0, 63),
      flags: forged,
    }),
    ok('a signature with a low s', ['ENV-SIG-HIGH-S'], { signature: low }),
    ok('a signature with a high s', ['ENV-SIG-HIGH-S'], { signature: high, flags: ['Unusual'] }),
    ok('another signature of the same input', ['ENV-SIG-NOT-IDENTITY', 'VERIFY-SIGNATURE'], {
      signature: (_, input) => sign(key('alice-key'), input, new Uint8Array(32)),
    }),
    no('ECT_SIGNATURE_INVALID', 'one bit of the signature changed', ['VERIFY-SIGNATURE'], {
      signature: otherSignature,
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'the payload exchanged under a genuine signature', ['VERIFY-SIGNATURE'], {
      token: `${genuineHeader}.${swapped}.${genuineSignature}`,
      flags: ['NotGenuine', 'Attack'],
    }),
    no('ECT_SIGNATURE_INVALID', 'the header exchanged under a genuine signature', ['VERIFY-SIGNATURE'], {
      token: `${base64url(headerText({ note: 'x' }))}.${genuinePayload}.${genuineSignature}`,
      flags: ['NotGenuine', 'Attack'],
    }),
    no('ECT_SIGNATURE_INVALID', "mallory signs under alice's kid", ['VERIFY-SIGNATURE'], {
      key: 'mallory-key',
      header: { kid: 'alice-key' },
      flags: ['NotGenuine', 'Attack', 'KeyConfusion'],
    }),
    no('ECT_SIGNATURE_INVALID', "alice's second key signs under the kid of her first", ['VERIFY-SIGNATURE'], {
      key: 'alice-key-2',
      header: { kid: 'alice-key' },
      flags: ['NotGenuine', 'KeyConfusion'],
    }),
    no(
      'ECT_SIGNATURE_INVALID',
      'an ES256 signature over the digest of the input instead of the input',
      ['VERIFY-SIGNATURE'],
      {
        signature: (_, input) =>
          sign(key('alice-key'), Uint8Array.from(createHmac('sha256', '').update(input).digest())),
        flags: forged,
      },
    ),
    no('ECT_SIGNATURE_INVALID', 'an EdDSA signature with a bit changed', ['VERIFY-SIGNATURE'], {
      key: 'alice-eddsa',
      options: { algorithms: ['EdDSA'] },
      signature: (right) => Uint8Array.from([(right[0] ?? 0) ^ 1, ...right.subarray(1)]),
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'a PS256 signature with a bit changed', ['VERIFY-SIGNATURE'], {
      key: 'alice-ps256',
      options: { algorithms: ['PS256'] },
      signature: (right) => Uint8Array.from([...right.subarray(0, 255), (right[255] ?? 0) ^ 1]),
      flags: forged,
    }),
    no('ECT_HEADER_FORBIDDEN', "mallory's own key embedded and used", ['ENV-HEADER-FORBIDDEN'], {
      key: 'mallory-key',
      header: { kid: 'alice-key', jwk: key('mallory-key').publicJwk },
      flags: ['NotGenuine', 'Attack', 'EmbeddedKey'],
    }),
    no('ECT_HEADER_FORBIDDEN', "jku to a set of mallory's", ['ENV-HEADER-FORBIDDEN'], {
      key: 'mallory-key',
      header: { kid: 'alice-key', jku: 'https://mallory.example/jwks.json' },
      flags: ['NotGenuine', 'Attack', 'EmbeddedKey'],
    }),
    no('ECT_KEY_REVOKED', 'a revoked key', ['VERIFY-KEY-REVOKED'], status('revoked')),
    no('ECT_KEY_REVOKED', 'a key revoked and past its end: revocation is the stronger fact', ['VERIFY-KEY-REVOKED'], {
      ...status('revoked-and-ended'),
      flags: ['Order'],
    }),
    ok('a key within its validity', ['VERIFY-KEY-VALIDITY'], status('limited')),
    ok('a key in the first second of its validity', ['VERIFY-KEY-VALIDITY'], {
      ...status('limited'),
      now: now - 300,
      claims: { iat: now - 300 },
      flags: ['Boundary'],
    }),
    no('ECT_KEY_VALIDITY', 'a key one second before its validity', ['VERIFY-KEY-VALIDITY'], {
      ...status('limited'),
      now: now - 301,
      claims: { iat: now - 301 },
      flags: ['Boundary'],
    }),
    ok('a key in the last second of its validity', ['VERIFY-KEY-VALIDITY'], {
      ...status('limited'),
      now: now + 299,
      flags: ['Boundary'],
    }),
    no('ECT_KEY_VALIDITY', 'a key at the end of its validity', ['VERIFY-KEY-VALIDITY'], {
      ...status('limited'),
      now: now + 300,
      flags: ['Boundary'],
    }),
    no('ECT_KEY_OWNER', 'a key that names no owner', ['VERIFY-KEY-OWNER'], status('no-owner')),
    no('ECT_KEY_REVOKED', 'a revoked key that names no owner', ['VERIFY-ORDER-06-KEY-STATUS'], {
      ...status('revoked-no-owner'),
      flags: ['Order'],
    }),
    ok('a second key of the same agent', ['VERIFY-KEY-RESOLVES'], { key: 'alice-key-2', expect: { agent: alice } }),
  ],
}
