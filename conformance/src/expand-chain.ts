import { createPrivateKey, sign } from 'node:crypto'
import type { Jwk } from './cases.ts'
import type { RecordChain } from './formats.ts'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens made before: chains that differ in length only share their beginning. */
const made = new Map<string, string[]>()

/**
 * Makes the tokens of a {@link RecordChain}, oldest first.
 *
 * The signatures differ from run to run (ECDSA with a random nonce), which is why such a chain is described and not stored.
 *
 * @throws TypeError when the private key is not among `privateKeys`
 */
export function expandChain(chain: RecordChain, privateKeys: readonly Jwk[]): string[] {
  const jwk = privateKeys.find((candidate) => candidate.kid === chain.kid)
  if (jwk === undefined) throw new TypeError('the chain names a private key that is not there')
  const { length, ...rest } = chain
  const name = JSON.stringify([rest, jwk])
  const tokens = made.get(name) ?? []
  made.set(name, tokens)
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  const header = encode({ alg: 'ES256', typ: 'wimse-exec+jwt', kid: chain.kid })
  while (tokens.length < length) {
    const input = `${header}.${encode(claimsOf(chain, tokens.length + 1))}`
    const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
    tokens.push(`${input}.${signature.toString('base64url')}`)
  }
  return tokens.slice(0, length)
}

function claimsOf(chain: RecordChain, position: number): Record<string, unknown> {
  const digits = (n: number): string => n.toString(16).padStart(12, '0')
  return {
    ...chain.claims,
    jti: chain.jtiPrefix + digits(position),
    tid: chain.taskIdPrefix + digits(position),
    par: position === 1 ? [] : [chain.taskIdPrefix + digits(position - 1)],
  }
}
