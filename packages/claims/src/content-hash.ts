import { encodeBase64url, tryDecodeBase64url } from './base64url.ts'

/** Digest algorithms of `inp_hash` and `out_hash`; weaker ones are refused [CLAIM-HASH-ALG]. */
export type HashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

const digestBytes: Readonly<Record<HashAlgorithm, number>> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 }

// What decoding the digest would say, in a fifth of the time: the last character has unused bits, which are zero.
const wellFormed = /^(?:sha-256:[\w-]{42}[AEIMQUYcgkosw048]|sha-384:[\w-]{64}|sha-512:[\w-]{85}[AQgw])$/

interface ParsedHash {
  readonly algorithm: HashAlgorithm
  readonly digest: Uint8Array
}

function parseContentHash(hash: string): ParsedHash | undefined {
  const colon = hash.indexOf(':')
  const algorithm = hash.slice(0, colon)
  if (!isHashAlgorithm(algorithm)) return undefined
  const digest = tryDecodeBase64url(hash.slice(colon + 1))
  return digest?.length === digestBytes[algorithm] ? { algorithm, digest } : undefined
}

function isHashAlgorithm(name: string): name is HashAlgorithm {
  return Object.hasOwn(digestBytes, name)
}

/**
 * True for `<alg>:<base64url>` with a known algorithm in lower case and a digest of its length [CLAIM-HASH-FORMAT]
 * [CLAIM-HASH-LENGTH].
 */
export function isContentHash(text: string): boolean {
  return wellFormed.test(text)
}

/**
 * The value of `inp_hash` or `out_hash` for some content: the digest of the raw octets [CLAIM-HASH-RAW].
 *
 * @param bytes the content as it was read or written, before any decoding
 * @param algorithm default `sha-256`
 * @returns for example `sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg`
 */
export async function contentHash(bytes: Uint8Array, algorithm: HashAlgorithm = 'sha-256'): Promise<string> {
  return `${algorithm}:${encodeBase64url(await digest(bytes, algorithm))}`
}

/**
 * True when `hash` is the digest of `bytes`; false also for a malformed hash. Compares every byte, so that the time
 * taken says nothing about where a wrong guess began to differ.
 */
export async function matchesContentHash(hash: string, bytes: Uint8Array): Promise<boolean> {
  const expected = parseContentHash(hash)
  if (expected === undefined) return false
  const actual = await digest(bytes, expected.algorithm)
  let difference = 0
  for (const [at, byte] of actual.entries()) difference |= byte ^ (expected.digest[at] ?? 0)
  return difference === 0
}

async function digest(bytes: Uint8Array, algorithm: HashAlgorithm): Promise<Uint8Array> {
  if (!isHashAlgorithm(algorithm)) throw new TypeError('algorithm must be sha-256, sha-384 or sha-512')
  // A copy over a plain ArrayBuffer, since WebCrypto does not take views of shared memory. `slice` takes typed arrays
  // only, whereas `new Uint8Array('text')` would silently be no bytes at all.
  const octets = Uint8Array.prototype.slice.call(bytes)
  return new Uint8Array(await crypto.subtle.digest(algorithm.toUpperCase(), octets))
}
