/** Keys, signatures, parties, times and replay: the steps of the compact form. */
import { alice, bob, carol, key, ledger, mallory, now, tid } from '../cast.ts'
import type { Topic } from '../number-cases.ts'
import { flipS, hasHighS, numberBytes, sign } from '../sign.ts'
import { nistCurves } from '../test-keys.ts'
import { cbor, sortedMap } from './cbor.ts'
import { no, ok } from './draft.ts'
import { claimPairs, message, uuid } from './message.ts'

const order = nistCurves['P-256'].Point.CURVE().n
const forged = ['NotGenuine']
const kidBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))
const inSet = (keys: string, kid: string) => ({ keys, header: [[4, kidBytes(kid)]] as const })
const half = (which: 'r' | 's', value: bigint) => (right: Uint8Array) =>
  which === 'r'
    ? Uint8Array.from([...numberBytes(value), ...right.subarray(32)])
    : Uint8Array.from([...right.subarray(0, 32), ...numberBytes(value)])
const flipped = (at: number) => (right: Uint8Array) => right.map((byte, index) => (index === at ? byte ^ 1 : byte))

/** The DER form that most key services use. */
function der(right: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): number[] => {
    const digits = [...bytes.subarray(bytes.findIndex((byte) => byte !== 0))]
    const positive = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits
    return [2, positive.length, ...positive]
  }
  const body = [...integer(right.subarray(0, 32)), ...integer(right.subarray(32))]
  return Uint8Array.from([0x30, body.length, ...body])
}

const genuine = message()
const changedByte = (search: Uint8Array): Uint8Array => {
  const at = Buffer.from(genuine).indexOf(search)
  return genuine.map((byte, index) => (index === at + search.length - 1 ? byte ^ 1 : byte))
}

export const stepsTopic: Topic<'cose'> = {
  first: 9401,
  drafts: [
    no('ECT_KEY_UNKNOWN', 'a kid that nobody knows', ['COSE-KID', 'COSE-STEPS'], { signer: 'unlisted-key' }),
    no('ECT_KEY_UNFIT', 'the key is for encryption', ['COSE-STEPS'], inSet('unfit', 'use-enc')),
    no('ECT_KEY_UNFIT', 'the key is on another curve', ['COSE-STEPS', 'COSE-ALG'], {
      ...inSet('unfit', 'crv-p384'),
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNFIT', 'the key is an Edwards key', ['COSE-STEPS'], {
      ...inSet('unfit', 'kty-okp'),
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNFIT', 'ES256 with a key of P-384, whose signature is right', ['COSE-STEPS', 'COSE-ALG'], {
      signer: 'alice-es384',
      header: [[1, -7]],
      flags: ['KeyConfusion'],
    }),
    no('ECT_SIGNATURE_FORMAT', 'the signature is one byte short', ['COSE-SIGNATURE-FORM'], {
      signature: (right) => right.slice(0, -1),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'the signature is one byte long', ['COSE-SIGNATURE-FORM'], {
      signature: (right) => Uint8Array.of(...right, 0),
      flags: forged,
    }),
    no('ECT_SIGNATURE_FORMAT', 'the signature in DER', ['COSE-SIGNATURE-FORM'], { signature: der, flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 'r is 0', ['COSE-SIGNATURE-FORM'], { signature: half('r', 0n), flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 's is 0', ['COSE-SIGNATURE-FORM'], { signature: half('s', 0n), flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 'r is n', ['COSE-SIGNATURE-FORM'], { signature: half('r', order), flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 's is n', ['COSE-SIGNATURE-FORM'], { signature: half('s', order), flags: forged }),
    no('ECT_SIGNATURE_FORMAT', 'r and s are 0', ['COSE-SIGNATURE-FORM'], {
      signature: () => new Uint8Array(64),
      flags: [...forged, 'Attack'],
    }),
    ok('s in the upper half', ['COSE-SIGNATURE-FORM'], {
      signature: (right) => (hasHighS(right) ? right : flipS(right)),
      flags: ['Twin'],
    }),
    ok('s in the lower half', ['COSE-SIGNATURE-FORM'], {
      signature: (right) => (hasHighS(right) ? flipS(right) : right),
      flags: ['Twin'],
    }),
    no('ECT_SIGNATURE_INVALID', 'one bit of the signature is another', ['COSE-SIGNATURE'], {
      signature: flipped(40),
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'one bit of the action is another', ['COSE-SIGNATURE'], {
      whole: changedByte(kidBytes('review_requirements_spec')),
      flags: [...forged, 'Attack'],
    }),
    no('ECT_SIGNATURE_INVALID', 'rejected is changed to approved', ['COSE-SIGNATURE'], {
      whole: Uint8Array.from(
        Buffer.from(
          Buffer.from(message({ claims: [[304, 1]] }))
            .toString('hex')
            .replace('19013001', '19013000'),
          'hex',
        ),
      ),
      flags: [...forged, 'Attack'],
    }),
    no('ECT_SIGNATURE_INVALID', "mallory signs with alice's kid", ['COSE-SIGNATURE'], {
      header: [[4, kidBytes('alice-key')]],
      signer: 'mallory-key',
      flags: [...forged, 'Attack'],
    }),
    no('ECT_SIGNATURE_INVALID', 'signed with external data', ['COSE-SIGNATURE'], {
      external: kidBytes('com.example'),
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'signed as one of several signers ("Signature")', ['COSE-SIGNATURE'], {
      context: 'Signature',
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'signed as a countersignature', ['COSE-SIGNATURE'], {
      context: 'CounterSignature',
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'the payload alone is signed', ['COSE-SIGNATURE'], {
      signature: () => sign(key('alice-key'), cbor(sortedMap(claimPairs()))),
      flags: forged,
    }),
    no('ECT_SIGNATURE_INVALID', 'the signature of another message', ['COSE-SIGNATURE'], {
      signature: () => message({ claims: [[301, 'approve_release']] }).slice(-64),
      flags: [...forged, 'Attack'],
    }),
    no('ECT_KEY_REVOKED', 'the key is revoked', ['COSE-STEPS'], inSet('status', 'revoked')),
    no('ECT_KEY_OWNER', 'the key has no owner', ['COSE-STEPS', 'COSE-ISS'], inSet('status', 'no-owner')),
    no('ECT_KEY_VALIDITY', 'the key is not valid any more', ['COSE-STEPS'], {
      ...inSet('status', 'limited'),
      claims: [
        [6, now + 290],
        [4, now + 900],
      ],
      now: now + 300,
      flags: ['Boundary'],
    }),
    no('ECT_PARTY_ISSUER', 'mallory writes in the name of alice, with her own key', ['COSE-ISS'], {
      signer: 'mallory-key',
      flags: ['Attack'],
    }),
    no('ECT_PARTY_ISSUER', 'iss with another path', ['COSE-ISS'], { claims: [[1, `${alice}/child`]] }),
    no('ECT_PARTY_ISSUER', 'mallory, with alice in sub', ['COSE-ISS', 'COSE-SUB'], {
      claims: [
        [1, mallory],
        [2, alice],
      ],
    }),
    no('ECT_PARTY_AUDIENCE', 'for carol', ['COSE-AUD'], { claims: [[3, carol]] }),
    ok('for bob and the ledger', ['COSE-AUD'], { claims: [[3, [ledger, bob]]] }),
    no('ECT_PARTY_AUDIENCE', 'aud is a prefix of the verifier', ['COSE-AUD'], { claims: [[3, bob.slice(0, -1)]] }),
    ok('one second before exp', ['COSE-TIMES', 'COSE-STEPS'], { now: now + 539, flags: ['Boundary'] }),
    no('ECT_TIME_EXPIRED', 'at exp', ['COSE-TIMES', 'COSE-STEPS'], { now: now + 540, flags: ['Boundary'] }),
    ok('at exp, with leeway', ['COSE-TIMES'], { now: now + 540, options: { expiryLeeway: 1 } }),
    ok('iat is 900 seconds ago', ['COSE-TIMES'], {
      claims: [[6, now - 900]],
      expect: { issuedAt: now - 900 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_TOO_OLD', 'iat is 901 seconds ago', ['COSE-TIMES'], {
      claims: [[6, now - 901]],
      flags: ['Boundary'],
    }),
    ok('iat is 30 seconds ahead', ['COSE-TIMES'], {
      claims: [[6, now + 30]],
      expect: { issuedAt: now + 30 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_FUTURE', 'iat is 31 seconds ahead', ['COSE-TIMES'], { claims: [[6, now + 31]], flags: ['Boundary'] }),
    no('ECT_TIME_FUTURE', 'iat in milliseconds', ['COSE-TIMES'], {
      claims: [
        [6, (now - 60) * 1000],
        [4, (now + 540) * 1000],
      ],
    }),
    ok('nbf is 30 seconds ahead', ['COSE-NBF'], { claims: [[5, now + 30]], flags: ['Boundary', 'Unusual'] }),
    no('ECT_TIME_FUTURE', 'nbf is 31 seconds ahead', ['COSE-NBF'], { claims: [[5, now + 31]], flags: ['Boundary'] }),
    no('ECT_CLAIM_TYPE', 'nbf is a text', ['COSE-NBF'], { claims: [[5, String(now)]] }),
    no('ECT_REPLAY_SEEN', 'the issuer has used the cti', ['COSE-REPLAY', 'COSE-CTI'], {
      seen: [{ issuer: alice, jti: tid(1) }],
      flags: ['Attack'],
    }),
    ok('another issuer has used the cti', ['COSE-REPLAY'], { seen: [{ issuer: mallory, jti: tid(1) }] }),
    no('ECT_SIGNATURE_INVALID', 'forged and expired: the signature comes first', ['COSE-STEPS'], {
      signature: flipped(10),
      now: now + 3600,
      flags: [...forged, 'Order'],
    }),
    no('ECT_KEY_REVOKED', 'revoked, and for somebody else: the key comes first', ['COSE-STEPS'], {
      ...inSet('status', 'revoked'),
      claims: [[3, carol]],
      flags: ['Order'],
    }),
    no('ECT_PARTY_ISSUER', 'a wrong issuer and a wrong audience: the issuer comes first', ['COSE-STEPS'], {
      claims: [
        [1, mallory],
        [3, carol],
      ],
      flags: ['Order'],
    }),
    no('ECT_PARTY_AUDIENCE', 'for somebody else, and expired: the audience comes first', ['COSE-STEPS'], {
      claims: [[3, carol]],
      now: now + 3600,
      flags: ['Order'],
    }),
    no('ECT_TIME_EXPIRED', 'expired, and without exec_act: the time comes first', ['COSE-STEPS'], {
      claims: [[301, undefined]],
      now: now + 540,
      flags: ['Order'],
    }),
    no('ECT_CLAIM_POLICY_TIME', 'pol_timestamp after iat, of a cti that was used', ['COSE-STEPS', 'COSE-POL-OTHER'], {
      claims: [[306, now - 59]],
      seen: [{ issuer: alice, jti: tid(1) }],
      flags: ['Order'],
    }),
    no('ECT_CLAIM_ID', 'a cti of fifteen bytes that is the start of a used one', ['COSE-CTI'], {
      claims: [[7, uuid(tid(1)).slice(0, 15)]],
      seen: [{ issuer: alice, jti: tid(1) }],
    }),
    no('ECT_CLAIM_MISSING', 'no iss, and a text key iss that says alice', ['COSE-TEXT-KEYS'], {
      claims: [
        [1, undefined],
        ['iss', alice],
      ],
      flags: ['Attack'],
    }),
  ],
}
