import { cdeEncodeOptions, decode, encode, Tag } from 'cbor2'
import type { CoseCase, Jwk } from '../cases.ts'
import { verifyThreeWays } from './verify-three-ways.ts'

/**
 * Verifies the signature of a message with three libraries, read and written again by a CBOR library that the generator
 * does not use.
 *
 * Without the flag NotGenuine it must be confirmed, with it it must not be. A message that the library cannot take
 * apart has no signature to judge.
 */
export async function checkMessage(item: CoseCase, everyKey: readonly Jwk[]): Promise<string[]> {
  const parts = partsOf(Uint8Array.from(Buffer.from(item.message, 'base64url')))
  if (parts === undefined) return []
  const [header, payload, signature] = parts
  const kid = item.signedBy ?? kidOf(header)
  const jwk = [...item.keys.keys, ...everyKey].find((candidate) => candidate.kid === kid)
  const signed = encode(['Signature1', header, new Uint8Array(), payload], cdeEncodeOptions)
  const opinions = jwk === undefined ? {} : await verifyThreeWays(jwk, signed, signature)
  const answers = new Set(Object.values(opinions))
  if (answers.size > 1) return [`${item.tcId}: the libraries disagree: ${JSON.stringify(opinions)}`]
  const isGenuine = answers.has(true)
  if (item.flags.includes('NotGenuine') !== isGenuine) return []
  const fault = isGenuine ? 'flagged NotGenuine, but the signature is confirmed' : 'the signature is not confirmed'
  return [`${item.tcId}: ${fault}`]
}

/** Protected header, payload and signature, where there are such. */
function partsOf(message: Uint8Array): readonly [Uint8Array, Uint8Array, Uint8Array] | undefined {
  const tagged = decoded(message)
  const list: unknown = tagged instanceof Tag && tagged.tag === 18 ? tagged.contents : undefined
  if (!isFour(list)) return undefined
  const [header, , payload, signature] = list
  return isFilled(header) && isFilled(payload) && isFilled(signature) ? [header, payload, signature] : undefined
}

function isFour(list: unknown): list is readonly [unknown, unknown, unknown, unknown] {
  return Array.isArray(list) && list.length === 4
}

function isFilled(part: unknown): part is Uint8Array {
  return part instanceof Uint8Array && part.length > 0
}

function kidOf(header: Uint8Array): string | undefined {
  const members = decoded(header)
  const kid: unknown = members instanceof Map ? members.get(4) : undefined
  return kid instanceof Uint8Array ? Buffer.from(kid).toString() : undefined
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}
