import { EctError } from '@wimse-ect/claims'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCoseEct } from '../src/decode-cose-ect.ts'
import { encodeCbor } from '../src/encode-cbor.ts'
import { signCoseEct } from '../src/sign-cose-ect.ts'
import { aliceKey, now, rootMessage, rootPayload, rootTask, signedMessage } from './agents.ts'
import { refusal } from './refusal.ts'
import { sloppyForms } from './sloppy-forms.ts'

describe('decodeCoseEct', () => {
  it('[COSE-SIGN1] gives header, payload and signature of a message, and keeps the message', async () => {
    const message = await rootMessage()
    const decoded = decodeCoseEct(message)
    expect(decoded.bytes).toEqual(message)
    expect(decoded.header).toEqual({ typ: 'application/wimse-exec+cwt', alg: 'ES256', kid: 'alice-key' })
    expect(decoded.payload).toEqual(rootPayload)
    expect(decoded.signature).toEqual(message.slice(-64))
  })

  it('[COSE-SIGNATURE] gives the bytes that the signature is over, also as text', async () => {
    const { signed, signingInput, signature } = decodeCoseEct(await rootMessage())
    const key = await crypto.subtle.importKey('jwk', aliceKey.publicJwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'verify',
    ])
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    expect(await crypto.subtle.verify(algorithm, key, new Uint8Array(signature), new Uint8Array(signed))).toBe(true)
    expect(signingInput).toBe(Buffer.from(signed).toString('base64url'))
  })

  it('copies the message, so that nobody changes what was judged', async () => {
    const message = await rootMessage()
    const before = message.slice()
    const decoded = decodeCoseEct(message)
    message.fill(0)
    expect(decoded.bytes).toEqual(before)
    expect(decoded.payload).toEqual(rootPayload)
  })

  it('[COSE-UNKNOWN] keeps claims that it does not know', async () => {
    const others = [
      [309, new Map([['a', 1]])],
      ['com.example.note', Uint8Array.of(1)],
    ] as const
    const { payload } = decodeCoseEct(await rootMessage(others))
    expect(payload).toEqual(new Map<unknown, unknown>([...rootPayload, ...others]))
  })

  it('[COSE-ALG] takes the listed algorithms only', async () => {
    const message = await rootMessage()
    expect(await refusal(() => decodeCoseEct(message, { algorithms: ['ES384'] }))).toEqual(['ECT_HEADER_ALG', 'alg'])
    expect(await refusal(() => decodeCoseEct(message, { algorithms: [] }))).toEqual(['ECT_HEADER_ALG', 'alg'])
  })

  it('[COSE-SIGN1] refuses what is no Uint8Array', async () => {
    for (const other of ['0oRD', [0xd2], new ArrayBuffer(8), undefined, null, new Uint16Array(4)]) {
      expect(await refusal(() => decodeCoseEct(other as unknown as Uint8Array))).toEqual(['ECT_TOKEN_COSE', undefined])
    }
  })

  it('[COSE-DETERMINISTIC] refuses every other form of a genuine payload, signed as it is', async () => {
    for (const form of sloppyForms(rootPayload)) {
      const message = await signedMessage(form)
      expect(await refusal(() => decodeCoseEct(message))).toEqual(['ECT_TOKEN_CBOR', 'payload'])
    }
  })

  it('[COSE-DETERMINISTIC] [COSE-TAG] refuses every other form of a genuine message', async () => {
    const { bytes } = decodeCoseEct(await signCoseEct(rootTask, { key: aliceKey.privateKey, now }))
    const members = decodeCoseEct(bytes)
    const header = encodeCbor(
      new Map<number, Uint8Array | number | string>([
        [1, -7],
        [4, Uint8Array.from(Buffer.from('alice-key'))],
        [16, members.header.typ],
      ]),
    )
    const list = [header, new Map(), encodeCbor(members.payload), members.signature]
    expect(Uint8Array.of(0xd2, ...encodeCbor(list))).toEqual(bytes)
    const forms = sloppyForms(list)
    expect(forms.length).toBeGreaterThan(20)
    for (const form of forms) {
      expect(await refusal(() => decodeCoseEct(Uint8Array.of(0xd2, ...form)))).toEqual(['ECT_TOKEN_CBOR', 'message'])
    }
  })

  it('[ERROR-CODE] of any bytes makes a result or an EctError', async () => {
    const good = await rootMessage()
    const bytes = fc.oneof(
      fc.uint8Array().map((rest) => Uint8Array.of(0xd2, ...rest)),
      fc.tuple(fc.nat(good.length), fc.nat(8), fc.uint8Array({ maxLength: 4 })).map(([at, length, inserted]) => {
        return Uint8Array.from(Buffer.concat([good.slice(0, at), inserted, good.slice(at + length)]))
      }),
    )
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          expect(decodeCoseEct(given).bytes).toEqual(given)
        } catch (error) {
          expect(error).toBeInstanceOf(EctError)
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
