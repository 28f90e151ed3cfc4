import { deepEqual, equal, ok } from 'node:assert/strict'
import { sign } from 'node:crypto'
import { coseMediaType, createCoseVerifier, decodeCoseEct } from '@wimse-ect/cose'
import { jwksKeys } from '@wimse-ect/verification'
import { encode as cborgEncode, decode, rfc8949EncodeOptions } from 'cborg'
import { casesOf } from '../properties/cases-of.ts'
import { privateJwk, privateKey } from '../properties/keys.ts'
import { outcomeOf, outcomeOfAsync } from '../properties/outcome.ts'
import type { Target } from '../target.ts'

const key = privateKey('alice-ed25519')
const { kty, crv, x } = privateJwk('alice-ed25519')
const subject = 'spiffe://example.com/agent/alice'
const keys = jwksKeys({ keys: [{ kty, crv: String(crv), x: String(x), kid: 'alice-ed25519', sub: subject }] })
const options = { keys, audience: 'spiffe://example.com/agent/bob', clock: () => 1_767_225_600 }

const byteOrderMark = '\ufeff'
const eddsa = -8
const encode = (value: unknown): Uint8Array => cborgEncode(value, rfc8949EncodeOptions)
const protectedHeader = encode(
  new Map<number, unknown>([
    [1, eddsa],
    [4, Buffer.from('alice-ed25519')],
    [16, coseMediaType],
  ]),
)

/**
 * Messages in CBOR [COSE-DETERMINISTIC]: what is taken apart is encoded in the one form, as another reader finds. Then
 * the input as a payload that alice really signed: it is never refused for its signature, and what is accepted says
 * what another reader reads.
 */
export const target: Target = {
  async check(input) {
    // The other reader leaves out a byte order mark in a text, which is a character like others.
    if (Buffer.from(input).includes(byteOrderMark)) return
    checkMessage(input)
    const message = signed(input)
    checkMessage(message)
    const verifier = createCoseVerifier({ ...options, algorithms: ['EdDSA'] })
    const outcome = await outcomeOfAsync(() => verifier.verify(message))
    if (!outcome.ok) {
      ok(!outcome.error.code.startsWith('ECT_SIGNATURE'))
      return
    }
    const { claims, task } = outcome.value
    const payload = decode(input, { useMaps: true }) as Map<number, unknown>
    deepEqual(
      [claims.iss, claims.aud, claims.exp, claims.iat],
      [1, 3, 4, 6].map((name) => payload.get(name)),
    )
    deepEqual([task.agent, task.action], [payload.get(1), payload.get(301)])
    equal(task.taskId.replaceAll('-', ''), Buffer.from(payload.get(7) as Uint8Array).toString('hex'))
    ok(!(await outcomeOfAsync(() => verifier.verify(message))).ok, 'the same token twice')
  },
  seeds: () =>
    casesOf('cose').flatMap(({ message }) => {
      const bytes = new Uint8Array(Buffer.from(message, 'base64url'))
      const decoded = outcomeOf(() => decodeCoseEct(bytes))
      return decoded.ok ? [bytes, payloadOf(bytes)] : [bytes]
    }),
}

function checkMessage(message: Uint8Array): void {
  const outcome = outcomeOf(() => decodeCoseEct(message))
  if (!outcome.ok) return
  const { bytes, signature, payload } = outcome.value
  ok(Buffer.from(bytes).equals(message))
  // Tag 18, which the other reader is not asked to know.
  const [header, , content, last] = decode(message.subarray(1), { useMaps: true, strict: true }) as Uint8Array[]
  ok(last !== undefined && Buffer.from(last).equals(signature))
  const again = [header, new Map(), content, last]
  ok(Buffer.from(encode(again)).equals(message.subarray(1)), 'the message has another form')
  const strictly = { useMaps: true, strict: true, rejectDuplicateMapKeys: true } as const
  const read = decode(content ?? new Uint8Array(), strictly) as ReadonlyMap<unknown, unknown>
  ok(Buffer.from(encode(read)).equals(content ?? new Uint8Array()), 'the payload has another form')
  equal(read.size, payload.size)
}

function payloadOf(message: Uint8Array): Uint8Array {
  const [, , payload = new Uint8Array()] = decode(message.subarray(1), { useMaps: true }) as Uint8Array[]
  return payload
}

/** A message with any payload, signed with Ed25519. */
function signed(payload: Uint8Array): Uint8Array {
  const signature = sign(null, encode(['Signature1', protectedHeader, new Uint8Array(), payload]), key)
  return Uint8Array.of(0xd2, ...encode([protectedHeader, new Map(), payload, new Uint8Array(signature)]))
}
